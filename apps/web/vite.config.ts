/**
 * Builds the pages into `dist`, which the server serves. Nothing is inlined into the HTML, because the content
 * policy runs only our own files; the contract reaches the browser without its schemas (see build/contract.ts).
 */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { compressedCopies } from './build/compressed.ts'
import { contractWithoutSchemas } from './build/contract.ts'

const server = process.env.XINHENG_SERVER ?? 'http://127.0.0.1:8080'

/** What every page needs, in two files instead of forty: the libraries, which rarely change, and our own. */
const chunks = [
  { name: 'libraries', test: /node_modules\/(react|react-dom|scheduler|@tanstack)\//, priority: 1 },
  { name: 'frame', test: /src\/(app|design|portal\/frame)\/|i18n\/(zh\/|language|formats)/ },
]

export default defineConfig({
  root: import.meta.dirname,
  plugins: [contractWithoutSchemas(), react(), compressedCopies()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // One small style sheet: which page was opened first must not decide which rule wins.
    cssCodeSplit: false,
    rolldownOptions: { output: { codeSplitting: { groups: chunks } } },
  },
  server: { proxy: proxied() },
  preview: { proxy: proxied() },
})

function proxied(): Record<string, string> {
  const paths = ['/api', '/log', '/docs', '/openapi.json', '/healthz', '/metrics']
  return Object.fromEntries(paths.map(path => [path, server]))
}
