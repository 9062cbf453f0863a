/**
 * The built web beside the API: hashed assets are immutable, every address that a person may open answers the
 * application's one page, with 404 where there is nothing to show, so that search engines and link checkers learn it
 * too. Addresses of machines (`/api`, `/log`, …) keep their own 404. What is on disk counts, so that a web built anew is
 * served without a restart.
 */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Refusal } from '#platform/runtime'

const dist = join(import.meta.dirname, '../web/dist')

/** Looks up what a page is about; rejects where the public finds nothing. */
export type Lookups = {
  subject(id: string): unknown
  list(listType: string): unknown
  entry(id: string): unknown
  policy(key: string): unknown
}

const pages = [
  '/',
  '/search',
  '/lists',
  '/sites',
  '/policies',
  '/transparency',
  '/open-data',
  '/about',
  '/accessibility',
  '/console',
  '/console/*',
]

/**
 * The application's page, read again when it was built anew; undefined where the web was not built. While a build is under
 * way and the page is gone for a moment, the one before it is shown.
 */
export function webPage(folder = dist): () => Buffer | undefined {
  const path = join(folder, 'index.html')
  let builtMs = 0
  let page: Buffer | undefined
  return () => {
    const ms = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? builtMs
    if (ms !== builtMs) {
      page = readFileSync(path)
      builtMs = ms
    }
    return page
  }
}

export async function serveWeb(
  app: FastifyInstance,
  lookups: Lookups,
  folder = dist,
): Promise<void> {
  const page = webPage(folder)
  if (!page()) return
  const common = { index: false, preCompressed: true } as const
  await app.register(fastifyStatic, {
    ...common,
    root: join(folder, 'assets'),
    prefix: '/assets/',
    setHeaders: reply => reply.header('cache-control', 'public, max-age=31536000, immutable'),
  })
  await app.register(fastifyStatic, {
    ...common,
    root: folder,
    wildcard: false,
    globIgnore: ['assets/**'],
    decorateReply: false,
  })
  const send = (reply: FastifyReply) =>
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page())
  for (const path of pages) app.get(path, (_request, reply) => send(reply))
  const about = (path: string, find: (named: string) => unknown) =>
    app.get<{ Params: { named: string } }>(path, async (request, reply) => {
      if (!(await isThere(() => find(request.params.named)))) reply.code(404)
      return send(reply)
    })
  about('/subjects/:named', id => uuid.test(id) && lookups.subject(id))
  about('/lists/:named', lookups.list)
  about('/lists/:listType/:named', id => uuid.test(id) && lookups.entry(id))
  about('/policies/:named', lookups.policy)
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A fault while looking up is not an absence: the page then says itself what went wrong. */
async function isThere(find: () => unknown): Promise<boolean> {
  try {
    return (await find()) !== false
  } catch (error) {
    return !(error instanceof Refusal && error.status === 404)
  }
}
