/**
 * From an edge file to the printed block in a process of its own: time from its start, and its
 * memory.
 */
import { closeSync, openSync, readSync } from 'node:fs'
import { buildEdgeTable, EdgeReader, findDensestBlock } from '#lib/graph'

const file = openSync(process.argv[2]!, 'r')
const chunk = new Uint8Array(1 << 20)
const reader = new EdgeReader()
for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
  reader.push(chunk.subarray(0, size))
}
closeSync(file)
const { edges } = buildEdgeTable(reader.finish())
const block = findDensestBlock(edges)
// performance.now() counts from the start of the process, so the runtime's own start is included.
const seconds = performance.now() / 1000
const rssMb = process.resourceUsage().maxRSS / 1024
console.log(JSON.stringify({ seconds, rssMb, size: block?.nodes.length, density: block?.density }))
