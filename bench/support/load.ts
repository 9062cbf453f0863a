/**
 * A load generator in a process of its own: so many keep-alive connections, each sending its next request when the
 * answer to the last one is complete, for so many seconds. Written on sockets, because an HTTP client's own work would
 * be measured with the server's on a machine of two cores.
 */
import { fork } from 'node:child_process'
import { createConnection } from 'node:net'

export type Load = {
  readonly address: string
  /** Asked for in turn, each connection beginning at another place. */
  readonly paths: readonly string[]
  readonly connections: number
  readonly seconds: number
}

export type LoadResult = {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Mean body size of an answer. */
  readonly bytes: number
}

/** Rejects when any answer was not 200. */
export function loadOf(load: Load): Promise<LoadResult> {
  const child = fork(import.meta.filename, { execArgv: [] })
  return new Promise((resolve, reject) => {
    child.once('message', (answer: LoadResult | { fault: string }) =>
      'fault' in answer ? reject(new Error(answer.fault)) : resolve(answer),
    )
    child.once('error', reject)
    child.send(load)
  })
}

/** Answers longer than this (0.1 ms steps) count as this. */
const slowestTenthsMs = 100_000

function generate({ address, paths, connections, seconds }: Load): Promise<LoadResult> {
  const { hostname, port } = new URL(address)
  const requests = paths.map(path =>
    Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`),
  )
  const latencies = new Uint32Array(slowestTenthsMs + 1)
  let answers = 0
  let bytes = 0
  const until = performance.now() + seconds * 1_000
  const connect = (n: number) =>
    new Promise<void>((resolve, reject) => {
      const socket = createConnection({ host: hostname, port: Number(port), noDelay: true })
      let next = Math.floor((n * paths.length) / connections)
      let sentAt = 0
      let held: Buffer | undefined
      const ask = () => {
        sentAt = performance.now()
        socket.write(requests[next++ % requests.length]!)
      }
      socket.on('connect', ask)
      socket.on('error', reject)
      socket.on('data', (chunk: Buffer) => {
        held = held ? Buffer.concat([held, chunk]) : chunk
        const body = bodyOf(held)
        if (body === undefined) return
        held = undefined
        answers += 1
        bytes += body
        const now = performance.now()
        latencies[Math.min(slowestTenthsMs, Math.round((now - sentAt) * 10))]! += 1
        if (now < until) return ask()
        socket.destroy()
        resolve()
      })
    })
  return Promise.all(Array.from({ length: connections }, (_, n) => connect(n))).then(() => ({
    perSecond: answers / seconds,
    p50Ms: percentile(latencies, answers, 0.5),
    p99Ms: percentile(latencies, answers, 0.99),
    bytes: bytes / answers,
  }))
}

/** The length of a complete answer's body; undefined while it is not complete. Throws on anything but 200. */
function bodyOf(answer: Buffer): number | undefined {
  const end = answer.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const head = answer.toString('latin1', 0, end)
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(answer.toString('utf8', 0, 500))
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1])
  return answer.length >= end + 4 + length ? length : undefined
}

function percentile(latencies: Uint32Array, answers: number, share: number): number {
  let seen = 0
  for (let tenths = 0; tenths < latencies.length; tenths++) {
    seen += latencies[tenths]!
    if (seen >= answers * share) return tenths / 10
  }
  return slowestTenthsMs / 10
}

if (process.send && process.argv[1] === import.meta.filename)
  process.once('message', (load: Load) => {
    generate(load)
      .catch((cause: Error) => ({ fault: cause.message }))
      .then(answer => process.send!(answer, () => process.exit(0)))
  })
