/** Refused rows with source, row, field and rule, for whoever sent them; each can be corrected and sent again here. */
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { RefusedEvent, RefusedSubjectRow } from '#contract'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Badge } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Pager } from '../../design/pager.tsx'
import { EmptyState } from '../../design/states.tsx'
import { type Column, Table } from '../../design/table.tsx'
import { ChoiceTabs } from '../../design/tabs.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Loaded } from '../loaded.tsx'
import { mayCall, useMe } from '../me.ts'
import { PurposeGate, usePurpose } from '../purpose.tsx'
import { CorrectionForm } from './correction-form.tsx'
import { Faults } from './faults.tsx'
import { quarantineWords } from './words.ts'

const route = getRouteApi('/console/quarantine')

export function QuarantinePage() {
  const { say } = useSpeech()
  const own = say(quarantineWords)
  const { rows, all } = route.useSearch()
  const me = useMe()
  const navigate = useNavigate()
  const kinds = [
    { value: 'events', label: own.events },
    ...(mayCall(me, 'listRefusedSubjects') ? [{ value: 'subjects', label: own.subjects }] : []),
  ] as const
  return (
    <div className="stack loose">
      <PageHead title={own.title} lead={own.lead} />
      <PurposeGate>
        <div className="row apart">
          <ChoiceTabs
            legend={own.kinds}
            name="rows"
            options={kinds}
            value={rows ?? 'events'}
            choose={value =>
              void navigate({
                to: '/console/quarantine',
                search: value === 'subjects' ? { rows: 'subjects' } : {},
              })
            }
          />
          {!rows && (
            <label>
              <input
                type="checkbox"
                checked={all ?? false}
                onChange={({ target }) =>
                  void navigate({
                    to: '/console/quarantine',
                    search: target.checked ? { all: true } : {},
                  })
                }
              />{' '}
              {own.showAll}
            </label>
          )}
        </div>
        {rows ? <RefusedRegistrations /> : <RefusedEvents />}
      </PurposeGate>
    </div>
  )
}

function RefusedEvents() {
  const { say } = useSpeech()
  const own = say(quarantineWords)
  const purpose = usePurpose()
  const { all, cursor } = route.useSearch()
  const query = { query: { cursor, ...(all ? {} : { open: true }) }, purpose }
  const read = useRead('listRefusedEvents', query, { keepLast: true })
  const [open, setOpen] = useState<RefusedEvent | null>(null)
  const columns = useEventColumns(setOpen)
  return (
    <>
      <Loaded read={read}>
        {({ items, next }) => (
          <div className="stack">
            {items.length === 0 ? (
              <EmptyState title={own.none}>
                <p>{own.noneHint}</p>
              </EmptyState>
            ) : (
              <Table
                caption={own.events}
                columns={columns}
                rows={items}
                keyOf={row => `${row.importId} ${row.source} ${row.row}`}
              />
            )}
            <Pager cursor={cursor} next={next} />
          </div>
        )}
      </Loaded>
      <Dialog title={own.open} open={open !== null} close={() => setOpen(null)}>
        {open && <CorrectionForm kind="events" line={open.raw} faults={open.errors} />}
      </Dialog>
    </>
  )
}

function RefusedRegistrations() {
  const { say } = useSpeech()
  const own = say(quarantineWords)
  const purpose = usePurpose()
  const { cursor } = route.useSearch()
  const read = useRead('listRefusedSubjects', { query: { cursor }, purpose }, { keepLast: true })
  const [open, setOpen] = useState<RefusedSubjectRow | null>(null)
  const columns = useRegistrationColumns(setOpen)
  return (
    <>
      <Loaded read={read}>
        {({ items, next }) => (
          <div className="stack">
            {items.length === 0 ? (
              <EmptyState title={own.none}>
                <p>{own.noneHint}</p>
              </EmptyState>
            ) : (
              <Table caption={own.subjects} columns={columns} rows={items} keyOf={row => row.id} />
            )}
            <Pager cursor={cursor} next={next} />
          </div>
        )}
      </Loaded>
      <Dialog title={own.open} open={open !== null} close={() => setOpen(null)}>
        {open && <CorrectionForm kind="subjects" line={open.line} faults={open.errors} />}
      </Dialog>
    </>
  )
}

function useEventColumns(look: (row: RefusedEvent) => void): Column<RefusedEvent>[] {
  const { say, format } = useSpeech()
  const own = say(quarantineWords)
  return [
    { key: 'source', title: own.source, cell: row => <code>{row.source}</code> },
    {
      key: 'number',
      title: own.number,
      head: true,
      cell: row => <code>{row.eventId ?? `${own.row} ${row.row}`}</code>,
    },
    { key: 'row', title: own.row, figures: true, cell: row => row.row },
    {
      key: 'faults',
      title: own.faults,
      width: '38%',
      cell: row => <Faults faults={row.errors} />,
    },
    { key: 'received', title: own.received, cell: row => format.instant(row.receivedAt) },
    {
      key: 'state',
      title: own.state,
      cell: row => (
        <Badge tone={row.resolved ? 'good' : 'warn'}>
          {row.resolved ? own.resolved : own.waiting}
        </Badge>
      ),
    },
    {
      key: 'actions',
      title: own.actions,
      cell: row => <Button onClick={() => look(row)}>{row.resolved ? own.see : own.open}</Button>,
    },
  ]
}

function useRegistrationColumns(
  look: (row: RefusedSubjectRow) => void,
): Column<RefusedSubjectRow>[] {
  const { say, format } = useSpeech()
  const own = say(quarantineWords)
  return [
    { key: 'row', title: own.row, head: true, cell: row => row.row },
    { key: 'faults', title: own.faults, width: '56%', cell: row => <Faults faults={row.errors} /> },
    { key: 'received', title: own.received, cell: row => format.instant(row.refusedAt) },
    {
      key: 'actions',
      title: own.actions,
      cell: row => <Button onClick={() => look(row)}>{own.open}</Button>,
    },
  ]
}
