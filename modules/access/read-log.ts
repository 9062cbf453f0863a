/**
 * The read log (invariant 7, requirements 2.1 and 17.6): who read which non-public facts, when, for what purpose. It is
 * written before the answer is sent; requests that wait at the same moment share one insert, so it is no bottleneck.
 */
import type { Actor } from '#contract'
import { maskPhone, maskResidentId } from '#lib/identifiers'
import type { Database } from '#platform/database'
import type { Clock, Ids } from '#platform/runtime'
import type { ReadRow } from './tables.ts'

export type Read = {
  readonly actor: Actor
  readonly operation: string
  readonly purpose: string
  /** The address that was asked for, with its query. */
  readonly target: string
  readonly requestId: string
  /** Ids that the address does not name: the subjects in an answer. At most `aboutIds` are kept. */
  readonly about?: readonly string[]
}

export type ReadLog = {
  /** Resolves once the read is durable; rejects where it could not be logged, and then nothing may be answered. */
  record(read: Read): Promise<void>
}

const aboutIds = 1_000
/** 11 parameters a row: stays below the 65,535 that one statement may have. */
const rowsPerInsert = 1_000

export function createReadLog(deps: { database: Database; clock: Clock; ids: Ids }): ReadLog {
  // As long as the requests in flight: each waits for its row before it goes on.
  let waiting: ReadRow[] = []
  let next: Promise<void> | undefined
  let running: Promise<void> = Promise.resolve()
  const flush = (): Promise<void> => {
    const rows = waiting
    waiting = []
    next = undefined
    running = insertReads(deps.database, rows)
    return running
  }
  return {
    record: read => {
      waiting.push(rowOf(read, deps))
      // Whoever comes while an insert runs waits for the next; a failed insert fails its own readers only.
      next ??= running.then(flush, flush)
      return next
    },
  }
}

const insertReads = (database: Database, rows: readonly ReadRow[]): Promise<void> =>
  database.tx(async tx => {
    for (let i = 0; i < rows.length; i += rowsPerInsert)
      await tx
        .insertInto('access.read')
        .values(rows.slice(i, i + rowsPerInsert))
        .execute()
  })

function rowOf(read: Read, { clock, ids }: { clock: Clock; ids: Ids }): ReadRow {
  const target = legible(read.target)
  return {
    id: ids.next(),
    at: clock.now(),
    account_id: read.actor.accountId,
    name: read.actor.name,
    organisation_id: read.actor.organisationId,
    organisation_code: read.actor.organisationCode,
    operation: read.operation,
    purpose: printable(read.purpose),
    target: masked(target),
    about: [...new Set([...uuidsIn(target), ...(read.about ?? [])])].slice(0, aboutIds),
    request_id: read.requestId,
  }
}

const uuidsIn = (text: string): string[] =>
  text.toLowerCase().match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []

/**
 * As the auditor reads it: `?q=张三`, not `?q=%E5%BC%A0…`. Run by run, because one stray percent sign must not keep the
 * rest encoded and so past the mask below.
 */
const legible = (target: string): string =>
  printable(
    target.replace(/(?:%[0-9a-f]{2})+/gi, run =>
      Buffer.from(run.replaceAll('%', ''), 'hex').toString(),
    ),
  )

/** Control characters would break the auditor's line, and NUL the insert. */
const printable = (text: string): string => text.replace(/\p{Cc}|\ufffd/gu, '')

/** A log of reads must not itself become a list of identity and telephone numbers. */
const masked = (target: string): string =>
  target
    .replace(/(?<![0-9A-Za-z-])\d{17}[\dXx](?![0-9A-Za-z-])/g, maskResidentId)
    .replace(/(?<![0-9A-Za-z-])1\d{10}(?![0-9A-Za-z-])/g, maskPhone)
