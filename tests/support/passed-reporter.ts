/** A node:test reporter that keeps one line per finished test: its name, file and whether it passed. */
import type { TestEvent } from 'node:test/reporters'

type Event = {
  type: string
  data: { name?: string; file?: string; skip?: unknown; todo?: unknown }
}

export default async function* passed(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of source as AsyncIterable<Event>) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue
    const { name, file, skip } = event.data
    const outcome =
      event.type === 'test:fail' ? 'failed' : skip === undefined ? 'passed' : 'skipped'
    yield `${JSON.stringify({ name, file, outcome })}\n`
  }
}
