/**
 * Writes a Brotli and a gzip copy beside each text asset, once, so that the server sends the small one without spending
 * a visitor's time on compressing.
 */
import type { Plugin } from 'vite'

const worthwhileBytes = 1024
const copies = { br: 'brotli', gz: 'gzip' } as const

export function compressedCopies(): Plugin {
  return {
    name: 'compressed-copies',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        for (const [fileName, output] of Object.entries(bundle)) {
          if (!/\.(js|css|svg)$/.test(fileName)) continue
          const text = new Blob([output.type === 'chunk' ? output.code : output.source.slice()])
          if (text.size < worthwhileBytes) continue
          for (const [ending, format] of Object.entries(copies)) {
            const source = await compressed(text, format as CompressionFormat)
            this.emitFile({ type: 'asset', fileName: `${fileName}.${ending}`, source })
          }
        }
      },
    },
  }
}

async function compressed(text: Blob, format: CompressionFormat): Promise<Uint8Array> {
  const stream = text.stream().pipeThrough(new CompressionStream(format))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
