/**
 * Posts a file to an address from a process of its own, as a platform would; prints the seconds from the first byte to
 * the last line of the answer, and that line.
 */
import { createReadStream } from 'node:fs'
import { request } from 'node:http'
import { pipeline } from 'node:stream/promises'

const [url, path] = process.argv.slice(2) as [string, string]
const started = performance.now()
const call = request(url, {
  method: 'POST',
  headers: { 'content-type': 'application/x-ndjson', authorization: 'Bearer bench' },
})
const answered = new Promise<string>((resolve, reject) => {
  call.on('error', reject)
  call.on('response', async response => {
    let text = ''
    for await (const chunk of response.setEncoding('utf8')) text = (text + chunk).slice(-4_000)
    resolve(text.trimEnd().split('\n').at(-1)!)
  })
})
await pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), call)
const end = await answered
console.log(
  JSON.stringify({ seconds: (performance.now() - started) / 1_000, end: JSON.parse(end) }),
)
