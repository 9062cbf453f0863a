/**
 * Builds the pages into `dist`, which the server serves. Nothing is inlined into the HTML, because the content
 * policy runs only our own files; the contract reaches the browser without its schemas (see build/contract.ts).
 */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressedCopies } from './build/compressed.ts'
import { contractWithoutSchemas } from './build/contract.ts'

const server = process.env.XINHENG_SERVER ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [contractWithoutSchemas(), react(), compressedCopies()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: { proxy: proxied() },
  preview: { proxy: proxied() },
})

function proxied(): Record<string, string> {
  const paths = ['/api', '/log', '/docs', '/openapi.json', '/healthz', '/metrics']
  return Object.fromEntries(paths.map(path => [path, server]))
}
