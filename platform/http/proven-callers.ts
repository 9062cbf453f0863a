/**
 * Whom a request is counted against. A credential counts as its account only once it has proved to be one: whoever sends
 * made-up tokens or cookies, a new one each time, would otherwise be a new caller each time and never meet the limit.
 */
import { hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Actor } from '#contract'

export type ProvenCallers = {
  /** The key a request is counted under, before anything is looked up for it. */
  counted(request: FastifyRequest): string
  /** Runs the authentication and remembers what it proved. */
  proven(request: FastifyRequest, authenticate: () => Actor | Promise<Actor>): Promise<Actor>
}

/** Beyond so many the oldest are proved again; till then they count by address. */
const keptCallers = 10_000

export function provenCallers(): ProvenCallers {
  const accounts = new Map<string, string>()
  return {
    counted: request => {
      const credential = credentialOf(request)
      const account = credential === undefined ? undefined : accounts.get(credential)
      return account === undefined ? `address ${request.ip}` : `account ${account}`
    },
    proven: async (request, authenticate) => {
      const credential = credentialOf(request)
      if (credential === undefined) return authenticate()
      const known = accounts.get(credential)
      accounts.delete(credential)
      const actor = await authenticate()
      if (actor.accountId === null) return actor
      if (known === undefined && accounts.size >= keptCallers)
        accounts.delete(accounts.keys().next().value!)
      accounts.set(credential, actor.accountId)
      return actor
    },
  }
}

/** A digest, because the secret itself has no business in a table. */
function credentialOf({ headers }: FastifyRequest): string | undefined {
  const { authorization, cookie } = headers
  if (authorization === undefined && cookie === undefined) return undefined
  return hash('sha256', `${authorization ?? ''}\n${cookie ?? ''}`, 'base64url')
}
