/**
 * The program's end of the embedded database: asks the thread that has it, one question after another. While nothing is
 * asked the thread does not keep the process alive.
 */
import { Worker } from 'node:worker_threads'
import type { Answer, Asked, Result, Where } from './pglite-thread.ts'

export type Lite = {
  /** The results of each statement of `sql`, which is one alone where there are parameters. */
  run(sql: string, parameters?: readonly unknown[]): Promise<readonly Result[]>
  /** Rows of binary COPY for the statement; answers how many. */
  copy(sql: string, rows: Uint8Array<ArrayBuffer>): Promise<number>
  /** The whole database as one archive. */
  dump(): Promise<Blob>
  close(): Promise<void>
}

/** Answers once the database is open; rejects with what keeps it from opening. */
export async function openLite(where: Where): Promise<Lite> {
  const worker = new Worker(new URL('./pglite-thread.ts', import.meta.url), { workerData: where })
  const waiting: PromiseWithResolvers<Answer>[] = []
  worker.on('message', (answer: Answer) => {
    waiting.shift()!.resolve(answer)
    if (waiting.length === 0) worker.unref()
  })
  let ended: Error | undefined
  const end = (cause: Error) => {
    ended ??= cause
    for (const { reject } of waiting.splice(0)) reject(ended)
  }
  worker.on('error', end)
  worker.on('exit', () => end(new Error('the embedded database has ended')))

  const ask = async (asked: Asked): Promise<Answer> => {
    if (ended) throw ended
    const answer = Promise.withResolvers<Answer>()
    waiting.push(answer)
    worker.ref()
    worker.postMessage(asked)
    const given = await answer.promise
    // Made anew where it is waited for, so that it shows who asked.
    if ('failed' in given) throw Object.assign(new Error(given.failed.message), given.failed)
    return given
  }
  const results = async (asked: Asked) => {
    const answer = await ask(asked)
    return 'results' in answer ? answer.results : []
  }

  const lite: Lite = {
    run: (sql, parameters = []) => results({ kind: 'run', sql, parameters }),
    copy: async (sql, rows) => (await results({ kind: 'copy', sql, rows }))[0]?.affected ?? 0,
    dump: async () => {
      const answer = await ask({ kind: 'dump' })
      if (!('archive' in answer)) throw new Error('no archive came')
      return answer.archive
    },
    close: async () => {
      await results({ kind: 'close' })
      await worker.terminate()
    },
  }
  try {
    await lite.run('select')
  } catch (error) {
    await worker.terminate()
    throw error
  }
  return lite
}
