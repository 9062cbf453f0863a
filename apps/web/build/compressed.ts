/**
 * Writes a Brotli and a gzip copy beside each text asset, once, so that the server sends the small one without spending
 * a visitor's time on compressing.
 */
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const worthwhileBytes = 1024
/** The highest quality takes several times as long for one part in thirty. */
const brotliQuality = 9

const brotli = promisify(brotliCompress)
const copies: Readonly<Record<string, (text: string | Uint8Array) => Promise<Uint8Array>>> = {
  br: text => brotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } }),
  gz: promisify(gzip),
}

export function compressedCopies(): Plugin {
  return {
    name: 'compressed-copies',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        for (const [fileName, output] of Object.entries(bundle)) {
          if (!/\.(js|css|svg)$/.test(fileName)) continue
          const text = Buffer.from(output.type === 'chunk' ? output.code : output.source)
          if (text.length < worthwhileBytes) continue
          for (const [ending, compress] of Object.entries(copies))
            this.emitFile({
              type: 'asset',
              fileName: `${fileName}.${ending}`,
              source: await compress(text),
            })
        }
      },
    },
  }
}
