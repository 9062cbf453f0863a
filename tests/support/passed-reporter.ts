/** A node:test reporter that keeps one line per finished test: its name, file, whether it passed and how long it took. */
import type { TestEvent } from 'node:test/reporters'

type Event = {
  type: string
  data: {
    name?: string
    file?: string
    nesting?: number
    skip?: unknown
    todo?: unknown
    details?: { duration_ms?: number }
  }
}

export default async function* passed(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of source as AsyncIterable<Event>) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue
    const { name, file, skip, nesting, details } = event.data
    const ms = Math.round(details?.duration_ms ?? 0)
    const outcome =
      event.type === 'test:fail' ? 'failed' : skip === undefined ? 'passed' : 'skipped'
    yield `${JSON.stringify({ name, file, outcome, nesting, ms })}\n`
  }
}
