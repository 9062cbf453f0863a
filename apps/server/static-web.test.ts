/** The built web as it is served: what is on disk counts, also when it was built anew under a running server. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fastify from 'fastify'
import { serveWeb } from './static-web.ts'

const folder = mkdtempSync(join(tmpdir(), 'xinheng-web-'))
let builds = 0

/** Lays a build down as the bundler does: the old one goes, assets come under new names. */
function build(asset: string): void {
  rmSync(join(folder, 'assets'), { recursive: true, force: true })
  rmSync(join(folder, 'index.html'), { force: true })
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'assets', asset), `// ${asset}`)
  writeFileSync(join(folder, 'index.html'), `<script src="/assets/${asset}"></script>`)
  writeFileSync(join(folder, 'mark.svg'), '<svg/>')
  utimesSync(join(folder, 'index.html'), 1_000 + ++builds, 1_000 + builds)
}

build('page-one.js')
const app = fastify()
const lookups = { subject: () => true, list: () => false, entry: () => true, policy: () => true }
await serveWeb(app, lookups, folder)
after(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

const get = (url: string) => app.inject({ method: 'GET', url })

test('assets are immutable, the page is asked for again, and nothing lies outside the folder', async () => {
  const asset = await get('/assets/page-one.js')
  assert.deepEqual([asset.statusCode, asset.body], [200, '// page-one.js'])
  assert.match(String(asset.headers['cache-control']), /immutable/)
  const page = await get('/console/work')
  assert.match(page.body, /page-one/)
  assert.equal(page.headers['cache-control'], 'no-cache')
  assert.equal((await get('/mark.svg')).statusCode, 200)
  assert.equal((await get('/lists/no-such-list')).statusCode, 404)
  for (const path of ['/assets/', '/assets/..%2findex.html', '/assets/../../package.json'])
    assert.ok((await get(path)).statusCode >= 400, path)
})

test('a web built anew is served without a restart: new assets, the new page, and no longer the old ones', async () => {
  build('page-two.js')
  assert.match((await get('/')).body, /page-two/)
  const asset = await get('/assets/page-two.js')
  assert.deepEqual([asset.statusCode, asset.body], [200, '// page-two.js'])
  assert.equal((await get('/assets/page-one.js')).statusCode, 404)
})

test('while a build is under way the page before it is shown', async () => {
  rmSync(join(folder, 'index.html'))
  const page = await get('/about')
  assert.deepEqual([page.statusCode, /page-two/.test(page.body)], [200, true])
})
