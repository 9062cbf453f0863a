/**
 * The built web beside the API: hashed assets are immutable, every other address that a person may open answers the
 * application's one page. Addresses of machines (`/api`, `/log`, …) keep their own 404.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const dist = join(import.meta.dirname, '../web/dist')

export async function serveWeb(app: FastifyInstance): Promise<void> {
  if (!existsSync(join(dist, 'index.html'))) return
  const page = readFileSync(join(dist, 'index.html'))
  await app.register(fastifyStatic, {
    root: dist,
    wildcard: false,
    index: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      if (path.includes('/assets/'))
        reply.header('cache-control', 'public, max-age=31536000, immutable')
    },
  })
  const paths = [
    '/',
    '/search',
    '/lists',
    '/lists/*',
    '/subjects/*',
    '/policies',
    '/policies/*',
    '/transparency',
    '/open-data',
    '/about',
    '/accessibility',
    '/console',
    '/console/*',
  ]
  for (const path of paths)
    app.get(path, (_request, reply) =>
      reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page),
    )
}
