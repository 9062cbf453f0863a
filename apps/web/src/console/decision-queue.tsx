/** A queue of things that wait for a person's decision: by state, page by page, each decided in a dialog. */
import type { UseQueryResult } from '@tanstack/react-query'
import { Pager } from '../design/pager.tsx'
import { EmptyState } from '../design/states.tsx'
import { type Column, Table } from '../design/table.tsx'
import { useSpeech } from '../i18n/language.tsx'
import { Filters } from './filters.tsx'
import { type Act, ActDialog } from './forms/act-dialog.tsx'
import { Loaded } from './loaded.tsx'
import './cases/cases.css'

type QueueWords<State extends string> = {
  readonly title: string
  readonly filters: string
  readonly all: string
  readonly state: string
  readonly states: Readonly<Record<State, string>>
  readonly none: string
  readonly noneHint: string
}

export function DecisionQueue<Row extends { readonly id: string }, State extends string>({
  words,
  states,
  state,
  cursor,
  read,
  columns,
  act,
  decide,
}: {
  words: { readonly zh: QueueWords<State>; readonly en: QueueWords<State> }
  states: readonly State[]
  /** As the address says; its other states are a choice away. */
  state: State | undefined
  cursor: string | undefined
  read: UseQueryResult<{ items: Row[]; next: string | null }>
  columns: readonly Column<Row>[]
  /** What is being decided. */
  act: Act | null
  decide: (act: Act | null) => void
}) {
  const { say } = useSpeech()
  const own = say(words)
  const { zh, en } = words
  return (
    <>
      <Filters
        legend={own.filters}
        filters={[
          {
            name: 'state',
            label: { zh: zh.state, en: en.state },
            options: [
              { code: '', zh: zh.all, en: en.all },
              ...states.map(code => ({ code, zh: zh.states[code], en: en.states[code] })),
            ],
            value: state,
          },
        ]}
      />
      <Loaded read={read}>
        {({ items, next }) => (
          <div className="stack">
            {items.length === 0 ? (
              <EmptyState title={own.none}>
                <p>{own.noneHint}</p>
              </EmptyState>
            ) : (
              <Table caption={own.title} columns={columns} rows={items} keyOf={({ id }) => id} />
            )}
            <Pager cursor={cursor} next={next} />
          </div>
        )}
      </Loaded>
      <ActDialog act={act} close={() => decide(null)} done={() => decide(null)} />
    </>
  )
}
