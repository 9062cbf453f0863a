/**
 * Failed sign-ins are counted in three ledgers: an account at one address, an account, an address. The narrow one locks
 * early, so guessing is slow; the wide ones lock late, so that a stranger cannot keep the owner out by failing on purpose.
 */
import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { sql } from 'kysely'
import type { Database, Tx } from '#platform/database'
import { refuse } from '#platform/runtime'

export type Attempt = { readonly login: string; readonly address: string }

/** How many failures a ledger allows before it locks. */
const allowed = { accountAtAddress: 5, account: 50, address: 50 } as const
/** The first lock; each further failure doubles it. */
const firstLockS = 30
const longestLockS = 900
/** After an hour without failures a ledger begins anew. */
const forgetAfterS = 3600

type Ledger = { readonly key: string; readonly allowed: number }

/** Narrow before wide: an attempt that the first refuses is not counted against the others. */
function ledgersOf({ login, address }: Attempt): Ledger[] {
  const network = networkOf(address)
  return [
    { key: keyOf('account-at-address', login, network), allowed: allowed.accountAtAddress },
    { key: keyOf('account', login), allowed: allowed.account },
    { key: keyOf('address', network), allowed: allowed.address },
  ]
}

/**
 * Counts an attempt before its password is looked at: a hundred guesses sent at once are counted one by one. Refuses
 * with `access.locked`, counting nothing, while a ledger is locked.
 */
export async function chargeAttempt(database: Database, attempt: Attempt, at: Date): Promise<void> {
  await database.tx(async tx => {
    for (const ledger of ledgersOf(attempt)) await charge(tx, ledger, at)
  })
}

async function charge(tx: Tx, ledger: Ledger, at: Date): Promise<void> {
  // The row lock that ON CONFLICT takes makes concurrent attempts pass here one after another.
  const { rows } = await sql`
    insert into access.throttle as t (key, failures, counted_at) values (${ledger.key}, 1, ${at})
    on conflict (key) do update set (failures, counted_at, locked_until) = (
      select n, excluded.counted_at, case when n >= ${ledger.allowed}::int then excluded.counted_at
        + least(${firstLockS} * 2 ^ least(n - ${ledger.allowed}::int, 20), ${longestLockS})
        * interval '1 second' end
      from (select case when t.counted_at < excluded.counted_at - ${forgetAfterS} * interval '1 second'
        then 1 else t.failures + 1 end as n) as counted)
    where t.locked_until is null or t.locked_until <= excluded.counted_at
    returning key`.execute(tx)
  if (rows.length > 0) return
  const row = await tx
    .selectFrom('access.throttle')
    .select('locked_until')
    .where('key', '=', ledger.key)
    .executeTakeFirst()
  const leftMs = (row?.locked_until?.getTime() ?? at.getTime()) - at.getTime()
  refuse('access.locked', { retryAfterS: Math.max(1, Math.ceil(leftMs / 1000)) })
}

/**
 * Takes back the attempt just counted, because its password was right. `admitted`: the account at this address begins
 * anew. An address does not: else a guesser with an account of their own would clear it between guesses.
 */
export async function forgiveAttempt(
  tx: Tx,
  attempt: Attempt,
  { admitted }: { admitted: boolean },
): Promise<void> {
  const ledgers = ledgersOf(attempt)
  for (const ledger of ledgers)
    await sql`
      update access.throttle set failures = failures - 1,
        locked_until = case when failures > ${ledger.allowed}::int then locked_until end
      where key = ${ledger.key}`.execute(tx)
  if (admitted) await tx.deleteFrom('access.throttle').where('key', '=', ledgers[0]!.key).execute()
}

/** Digests, so that the table is no list of who signs in from where. */
const keyOf = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url')

/** An IPv6 caller owns a whole /64 and could change address with every guess. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped) return mapped[1]!
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('%')[0]!.split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - groups.length - after.length
  const all = [...groups, ...Array<string>(zeros).fill('0'), ...after]
  return `${all
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

export const sweepThrottle = (tx: Tx, at: Date) =>
  tx
    .deleteFrom('access.throttle')
    .where('counted_at', '<', new Date(at.getTime() - forgetAfterS * 1000))
    .execute()
