/**
 * Who is who, in a real browser at phone and desktop width: the register and a subject's page, organisations, accounts and
 * a client's secret shown once, refused rows corrected, the read log, and what a citizen checks. axe finds nothing.
 */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import { type Running, start } from '../apps/server/index.ts'
import { countyIn } from './support/county.ts'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const skip = existsSync(executablePath)
  ? false
  : `no Chromium at ${executablePath}: browser tests are skipped`
if (skip) console.error(`⚠ ${skip}`)
const shots = join(import.meta.dirname, 'shots')
mkdirSync(shots, { recursive: true })
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const folder = mkdtempSync(join(tmpdir(), 'xinheng-browser-subjects-'))
let running: Running | undefined
let browser: Browser | undefined
if (!skip) {
  running = await start(countyIn(folder))
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  browser = await chromium.launch({ executablePath, args })
}
after(async () => {
  await browser?.close()
  await running?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const widths = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 900 },
} as const
type Width = keyof typeof widths

/** A page as one of the demonstration's accounts, or as a citizen; the purpose of non-public reads is stated. */
async function opened(as: string | null, path: string, width: Width = 'desktop'): Promise<Page> {
  const context = await browser!.newContext({ viewport: widths[width], bypassCSP: true })
  if (as !== null) {
    const answer = await context.request.post(`${running!.address}/api/v1/sessions`, {
      data: { login: as, password: 'xinheng-demo-2026' },
      headers: { 'idempotency-key': crypto.randomUUID() },
    })
    assert.equal(answer.status(), 200)
  }
  await context.addInitScript(() => sessionStorage.setItem('xinheng.purpose', '日常监管'))
  const page = await context.newPage()
  page.on('pageerror', error => assert.fail(error.message))
  await page.goto(`${running!.address}${path}`)
  await settled(page)
  return page
}

async function settled(page: Page): Promise<void> {
  await page.waitForSelector('h1', { timeout: 30_000 })
  await page.waitForLoadState('networkidle')
}

type Axe = { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }

async function sound(page: Page, name: string, width: Width): Promise<void> {
  await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true })
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  )
  assert.ok(overflow <= 1, `${name} is ${overflow} px wider than the screen`)
  await page.addScriptTag({ content: axe })
  const violations = await page.evaluate(async () =>
    (await (globalThis as unknown as Axe).axe.run()).violations.map(
      v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).join(' | ')}`,
    ),
  )
  assert.deepEqual(violations, [])
}

const pages = [
  ['regulator', '/console/subjects', 'console-subjects'],
  ['regulator', '/console/subjects/new', 'console-register'],
  ['regulator', '/console/should-register', 'console-should-register'],
  ['admin', '/console/organisations', 'console-organisations'],
  ['admin', '/console/accounts', 'console-accounts'],
  ['admin', '/console/clients', 'console-clients'],
  ['credit', '/console/quarantine', 'console-quarantine'],
  ['auditor', '/console/reads', 'console-reads'],
  ['auditor', '/console/audit', 'console-audit'],
] as const

for (const width of ['phone', 'desktop'] as const)
  for (const [as, path, name] of pages)
    test(`${path} at ${width} width opens, fits, and axe finds nothing`, { skip }, async () => {
      const page = await opened(as, path, width)
      await sound(page, name, width)
      await page.context().close()
    })

for (const width of ['phone', 'desktop'] as const)
  test(`from a search in the register to the whole subject at ${width} width`, {
    skip,
  }, async () => {
    const page = await opened('regulator', '/console/subjects?kind=merchant', width)
    await page.locator('main table a').first().click()
    await page.waitForURL(/subjects\/[0-9a-f-]{36}$/)
    await settled(page)
    const text = (await page.locator('main').textContent()) ?? ''
    for (const heading of ['登记与核验', '网店', '信用记录', '信用评价', '合并与关联', '沿革'])
      assert.ok(text.includes(heading), heading)
    assert.match(text, /依据事实/)
    await sound(page, 'console-subject', width)
    await page.context().close()
  })

test('a mistyped code is explained while it is typed, before anything is sent', {
  skip,
}, async () => {
  const page = await opened('regulator', '/console/subjects/new')
  await page.locator('input[name=code]').fill('91350200MA2YJ1XR9H')
  await page.locator('.field-error').waitFor({ timeout: 10_000 })
  assert.match((await page.locator('.field-error').textContent()) ?? '', /18|G/)
  await page.locator('input[name=code]').fill('91350200MA2YJ1XR9G')
  await page.locator('.field-error').waitFor({ state: 'detached', timeout: 10_000 })
  await page.context().close()
})

test('an administrator makes an organisation, and its client’s secret is shown once', {
  skip,
}, async () => {
  const page = await opened('admin', '/console/organisations')
  await page.getByRole('button', { name: '新建机构' }).first().click()
  const dialog = page.locator('dialog[open]')
  await dialog.locator('input[name=code]').fill('p-new')
  await dialog.locator('select[name=kind]').selectOption('platform')
  await dialog.locator('input[name=name]').fill('示例新平台')
  await dialog.locator('input[name=area]').fill('130528')
  await dialog.locator('button[type=submit]').click()
  await page.waitForFunction(() => !document.querySelector('dialog[open]'))
  await page.goto(`${running!.address}/console/clients`)
  await settled(page)
  await page.getByRole('button', { name: '新建客户端' }).first().click()
  await dialog.locator('select').first().selectOption({ label: '示例新平台' })
  await dialog.locator('select[name=role]').selectOption('platform')
  await dialog.locator('input[name=name]').fill('订单报送')
  await dialog.locator('button[type=submit]').click()
  const secret = await dialog.locator('.notice code').textContent()
  assert.ok(secret && secret.length >= 20)
  await page.reload()
  await settled(page)
  const text = (await page.locator('body').textContent()) ?? ''
  assert.ok(text.includes('订单报送') && !text.includes(secret))
  await page.context().close()
})

test('a row refused at intake names its field, is corrected and sent again', { skip }, async () => {
  const page = await opened('credit', '/console/quarantine')
  const event = { kind: 'order.completed', source: 'p01', eventId: 'refused-1', platform: 'p01' }
  const more = { shop: 'no-such-shop', order: 'o-1', buyer: 'b-1' }
  const line = { ...event, ...more, occurredAt: '2026-10-01T00:00:00.000Z' }
  await page.request.post(`${running!.address}/api/v1/trade/events`, {
    data: `${JSON.stringify(line)}\n`,
    headers: { 'content-type': 'application/x-ndjson' },
  })
  await page.reload()
  await settled(page)
  const row = page.locator('tr', { hasText: 'refused-1' })
  assert.match((await row.textContent()) ?? '', /no-such-shop/)
  await row.getByRole('button').click()
  const answer = await page.request.get(`${running!.address}/api/v1/public/search?kind=merchant`)
  const { items } = (await answer.json()) as { items: { id: string }[] }
  const subject = await page.request.get(
    `${running!.address}/api/v1/public/subjects/${items[0]!.id}`,
  )
  const { shops } = (await subject.json()) as { shops: { platform: string; shop: string }[] }
  const corrected = { ...line, platform: shops[0]!.platform, shop: shops[0]!.shop }
  const dialog = page.locator('dialog[open]')
  await dialog.locator('textarea').fill(JSON.stringify(corrected))
  await dialog.locator('button[type=submit]').click()
  await dialog.locator('.notice.good').waitFor({ timeout: 15_000 })
  await page.context().close()
})

for (const width of ['phone', 'desktop'] as const)
  test(`a citizen reads a list entry and checks its text in the browser at ${width} width`, {
    skip,
  }, async () => {
    const page = await opened(null, '/lists/samr-serious', width)
    await page.locator('main table a').first().click()
    await page.waitForURL(/\/lists\/samr-serious\/[0-9a-f-]{36}$/)
    await settled(page)
    await page.getByRole('button', { name: '核验此条' }).click()
    await page.getByText('核验通过：这条事实确实在日志里，一字未改。').waitFor({ timeout: 15_000 })
    assert.match(
      (await page.locator('.proof-panel pre').first().textContent()) ?? '',
      /samr-serious/,
    )
    await sound(page, 'list-entry', width)
    await page.context().close()
  })

test('an address that leads nowhere says so and leads on', { skip }, async () => {
  const page = await opened(null, '/subjects/00000000-0000-7000-8000-00000000ffff', 'phone')
  assert.equal(await page.locator('h1').textContent(), '没有这个页面')
  await page.locator('main a[href="/search"]').click()
  await page.waitForURL(/\/search/)
  await settled(page)
  assert.ok((await page.locator('main table tbody tr').count()) > 5)
  await page.context().close()
})
