/**
 * Members of a rating network: people known only by an account (an imported network of thousands). Each is a subject
 * under its account, so that what others say of it has a page like any seller's.
 */
import type { Tx } from '#platform/database'
import { noChanges, writeChanges } from './changes.ts'
import { holdersOf, lockRegistry } from './claims.ts'
import { type Code, codeKey } from './codes.ts'
import { addSubject } from './new-subject.ts'
import type { Registrar } from './registrar.ts'

/** GB/T 2260 for the whole country: where an account lives is not known. */
const anywhere = '100000'

export type NetworkAccounts = { readonly network: string; readonly accounts: readonly string[] }

/** Answers each account's subject; those that were unknown are registered. */
export async function ensureAccounts(
  tx: Tx,
  { network, accounts }: NetworkAccounts,
  by: Registrar,
): Promise<Map<string, string>> {
  await lockRegistry(tx)
  const keyed = [...new Set(accounts)].map(account => {
    const code = accountCode(network, account)
    return { account, code, key: codeKey(by.keys, code) }
  })
  const holders = await holdersOf(
    tx,
    keyed.map(({ key }) => key),
  )
  const changes = noChanges()
  const subjects = keyed.map(({ account, code, key }): [string, string] => {
    const known = holders.get(key)
    if (known !== undefined) return [account, known]
    const given = { kind: 'network-member' as const, name: `${network} ${account}`, area: anywhere }
    return [account, addSubject(changes, { ...given, identifiers: [] }, [code], by)]
  })
  await writeChanges(tx, changes, by)
  return new Map(subjects)
}

const accountCode = (network: string, value: string): Code => ({
  kind: 'platformAccount',
  value,
  network,
  from: null,
  until: null,
  personal: false,
  derived: false,
})
