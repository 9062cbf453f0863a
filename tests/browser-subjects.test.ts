/**
 * Who is who, in a real browser at phone and desktop width: the register and a subject's page, organisations, accounts and
 * a client's secret shown once, refused rows corrected, the read log, and what a citizen checks. axe finds nothing.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { residentIdWith, usccWith } from '#lib/identifiers'
import { flagGrownSellers } from '../apps/server/petty-trade.ts'
import { countyPages, go, looksRight, looksRightAt, settled } from './support/browser.ts'
import { tradeEvent } from './support/trade-events.ts'

const { skip, address, core, faults, open, close } = await countyPages()

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
      const page = await open(as, path, width)
      await looksRightAt(page, name, width)
      assert.deepEqual(faults, [])
      await close(page)
    })

for (const width of ['phone', 'desktop'] as const)
  test(`from a search in the register to the whole subject at ${width} width`, {
    skip,
  }, async () => {
    const page = await open('regulator', '/console/subjects?kind=merchant', width)
    await page.locator('main table a').first().click()
    await page.waitForURL(/subjects\/[0-9a-f-]{36}$/)
    await page.getByRole('heading', { name: '登记与核验' }).waitFor()
    await settled(page)
    const text = (await page.locator('main').textContent()) ?? ''
    for (const heading of ['登记与核验', '网店', '信用记录', '信用评价', '合并与关联', '沿革'])
      assert.ok(text.includes(heading), heading)
    assert.match(text, /核验此条/)
    await looksRightAt(page, 'console-subject', width)
    await close(page)
  })

/** One order so large that its seller outgrows petty trade, and the night in which the year is summed. */
async function outgrow(page: Page, amountFen: number): Promise<void> {
  const { db } = core().database
  const { platform, shop } = await db
    .selectFrom('subjects.shop')
    .innerJoin('subjects.subject', 'subjects.subject.subject_id', 'subjects.shop.subject_id')
    .select(['subjects.shop.platform', 'subjects.shop.shop'])
    .where('kind', '=', 'personal-seller')
    .where('exemption', '=', 'small-trade')
    .where('closed_at', 'is', null)
    .orderBy('subjects.shop.shop')
    .executeTakeFirstOrThrow()
  const order = tradeEvent('order.placed', {
    ...{ platform, shop, amountFen, source: platform, order: 'outgrown' },
    items: [{ sku: 'k1', quantity: 1, unitPriceFen: amountFen }],
    occurredAt: core().clock.now().toISOString(),
  })
  const answer = await page.request.post('/api/v1/trade/events', {
    data: JSON.stringify(order),
    headers: { 'content-type': 'application/x-ndjson' },
  })
  assert.match(await answer.text(), /"status":"finished"/)
  assert.equal(await flagGrownSellers(core()), 1)
}

test('who ought to register is shown with the sales of the year beside the ceiling and its basis', {
  skip,
}, async () => {
  const page = await open('credit', '/console')
  await outgrow(page, 15_000_000)
  await go(page, '/console/should-register')
  const text = (await page.locator('main').textContent()) ?? ''
  assert.match(text, /零星小额年累计上限¥100,000\.00.*《网络交易监督管理办法》第8条/)
  const [, sales, over, times] =
    /¥([\d,.]+) 2026 年¥([\d,.]+)上限的 ([\d.]+) 倍/.exec(text) ?? assert.fail(text)
  const yuan = (written: string) => Number(written.replaceAll(',', ''))
  assert.ok(yuan(sales!) >= 150_000)
  assert.equal((yuan(sales!) - 100_000).toFixed(2), yuan(over!).toFixed(2))
  assert.equal((yuan(sales!) / 100_000).toFixed(2), times)
  await close(page)
})

test('the read log says in words what was read, and keeps the address as a detail', {
  skip,
}, async () => {
  const page = await open('auditor', '/console/reads')
  const row = page.locator('main tbody tr', { hasText: '示例市场监管' }).first()
  const cell = row.locator('td', { has: page.locator('details') })
  assert.match((await cell.textContent()) ?? '', /^\p{Script=Han}{4}/u)
  assert.equal(await cell.locator('code').isVisible(), false)
  await row.locator('summary').click()
  await row.getByText(/^\/[a-z]/).waitFor()
  await close(page)
})

test('a firm is registered with its shop on a platform chosen by name, and its clerk by the name of the firm', {
  skip,
}, async () => {
  const page = await open('credit', '/console/subjects/new')
  await page.locator('input[name=code]').fill('91350200MA2YJ1XR9G')
  await page.locator('input[name=name]').fill('示例新登记商行')
  await page.getByText('河北省邢台市宁晋县', { exact: true }).waitFor()
  await page.getByRole('combobox', { name: '平台' }).click()
  await page.getByRole('option', { name: '示例屿桥集市' }).click()
  await page.locator('input[name=shopId]').fill('registered-1')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await page.waitForURL(/subjects\/[0-9a-f-]{36}$/)
  await page.getByRole('row', { name: /registered-1.*示例屿桥集市/ }).waitFor()

  await go(page, '/console/subjects/new')
  await page.getByLabel('主体类型').selectOption('staff')
  await page
    .locator('input[name=code]')
    .fill(residentIdWith({ area: '130528', birthDate: '1991-03-07', sequence: 77 }))
  await page.locator('input[name=name]').fill('诸葛试')
  await page.getByRole('combobox', { name: '所属主体' }).fill('新登记商行')
  await page.getByRole('option', { name: '示例新登记商行' }).click()
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await page.waitForURL(/subjects\/[0-9a-f-]{36}$/)
  await page.locator('main dd').getByRole('link', { name: '示例新登记商行' }).waitFor()
  assert.deepEqual(faults, [])
  await close(page)
})

test('the code of a new platform is typed once, for its operator, and the organisation of the operator takes it over', {
  skip,
}, async () => {
  const page = await open('credit', '/console/subjects/new')
  await page.getByLabel('主体类型').selectOption('platform')
  const made = { registrar: '9', category: '1', area: '130528', body: 'MA0NQWE1' }
  await page.locator('input[name=code]').fill(usccWith(made))
  await page.locator('input[name=name]').fill('示例新集市有限公司')
  const platform = page.getByRole('combobox', { name: /^经营的平台/ })
  await platform.fill('p-novel')
  await page.getByRole('option', { name: 'p-novel 新的平台编码' }).click()
  assert.equal(await platform.inputValue(), 'p-novel')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await page.waitForURL(/subjects\/[0-9a-f-]{36}$/)
  await close(page)

  const admin = await open('admin', '/console/organisations')
  await admin.getByRole('button', { name: '新建机构' }).click()
  const dialog = admin.locator('dialog[open]')
  await dialog.getByRole('button', { name: '选择对应的信用主体' }).click()
  await dialog.getByRole('searchbox').fill('示例新集市')
  await dialog.getByRole('button', { name: '查找' }).click()
  await dialog.getByRole('button', { name: '选择 示例新集市有限公司' }).click()
  assert.equal(await dialog.locator('input[name=code]').inputValue(), 'p-novel')
  assert.equal(await dialog.locator('select[name=kind]').inputValue(), 'platform')
  await dialog.getByRole('button', { name: '新建机构' }).click()
  await dialog.waitFor({ state: 'detached' })
  assert.deepEqual(faults, [])
  await close(admin)
})

test('a mistyped code is explained while it is typed, before anything is sent', {
  skip,
}, async () => {
  const page = await open('regulator', '/console/subjects/new')
  await page.locator('input[name=code]').fill('91350200MA2YJ1XR9H')
  await page.locator('.field-error').waitFor({ timeout: 10_000 })
  assert.match((await page.locator('.field-error').textContent()) ?? '', /18|G/)
  await page.locator('input[name=code]').fill('91350200MA2YJ1XR9G')
  await page.locator('.field-error').waitFor({ state: 'detached', timeout: 10_000 })
  await close(page)
})

test('an administrator makes an organisation, and its client’s secret is shown once', {
  skip,
}, async () => {
  const page = await open('admin', '/console/organisations')
  await page.getByRole('button', { name: '新建机构' }).first().click()
  const dialog = page.locator('dialog[open]')
  await dialog.locator('input[name=code]').fill('p-new')
  await dialog.locator('select[name=kind]').selectOption('platform')
  await dialog.locator('input[name=name]').fill('示例新平台')
  await dialog.locator('input[name=area]').fill('130528')
  await dialog.locator('button[type=submit]').click()
  await page.waitForFunction(() => !document.querySelector('dialog[open]'))
  await page.goto(`${address}/console/clients`)
  await settled(page)
  await page.getByRole('button', { name: '新建客户端' }).first().click()
  const field = dialog.getByRole('combobox').first()
  await field.fill('新平台')
  await dialog.getByRole('option', { name: '示例新平台' }).waitFor()
  await looksRight(page, 'console-client-organisation')
  await field.press('ArrowDown')
  await field.press('Enter')
  assert.equal(await field.inputValue(), '示例新平台')
  await dialog.locator('select[name=role]').selectOption('platform')
  await dialog.locator('input[name=name]').fill('订单报送')
  await dialog.locator('button[type=submit]').click()
  const secret = await dialog.locator('.notice code').textContent()
  assert.ok(secret && secret.length >= 20)
  await page.reload()
  await settled(page)
  const text = (await page.locator('body').textContent()) ?? ''
  assert.ok(text.includes('订单报送') && !text.includes(secret))
  await close(page)
})

test('an account is made for one of many organisations, found by name with the keyboard', {
  skip,
}, async () => {
  const page = await open('admin', '/console/accounts')
  await page.getByRole('button', { name: '新建账号' }).first().click()
  const dialog = page.locator('dialog[open]')
  const field = dialog.getByRole('combobox', { name: /^机构/ })
  await field.fill('没有这样的机构')
  await dialog.locator('.combobox-popup', { hasText: '没有符合条件的机构' }).waitFor()
  await field.fill('示例')
  await dialog.getByRole('option').nth(9).waitFor()
  const second = (await dialog.getByRole('option').nth(1).textContent())!
  await field.press('ArrowDown')
  await field.press('ArrowDown')
  await looksRight(page, 'console-account-organisation')
  await field.press('Enter')
  assert.ok(second.startsWith(await field.inputValue()))
  await field.fill('市场监督')
  await field.press('Escape')
  assert.ok(second.startsWith(await field.inputValue()), 'leaving keeps what was chosen')
  assert.equal(await dialog.count(), 1, 'the dialog stays')
  await field.fill('市场监督管理局')
  await dialog.getByRole('option', { name: '市场监督管理局' }).click()
  await dialog.locator('input[name=login]').fill('new-officer')
  await dialog.locator('input[name=name]').fill('示例新人')
  await dialog.getByRole('checkbox', { name: '监管部门' }).check()
  await dialog.locator('button[type=submit]').click()
  await dialog.getByText('账号 new-officer 的临时密码').waitFor()
  assert.deepEqual(faults, [])
  await close(page)
})

test('a row refused at intake names its field, is corrected and sent again', { skip }, async () => {
  const page = await open('credit', '/console/quarantine')
  const event = { kind: 'order.completed', source: 'p01', eventId: 'refused-1', platform: 'p01' }
  const more = { shop: 'no-such-shop', order: 'o-1', buyer: 'b-1' }
  const line = { ...event, ...more, occurredAt: '2026-10-01T00:00:00.000Z' }
  await page.request.post(`${address}/api/v1/trade/events`, {
    data: `${JSON.stringify(line)}\n`,
    headers: { 'content-type': 'application/x-ndjson' },
  })
  await page.reload()
  await settled(page)
  const row = page.locator('tr', { hasText: 'refused-1' })
  assert.match((await row.textContent()) ?? '', /no-such-shop/)
  await row.getByRole('button').click()
  const answer = await page.request.get(`${address}/api/v1/public/search?kind=merchant`)
  const { items } = (await answer.json()) as { items: { id: string }[] }
  const subject = await page.request.get(`${address}/api/v1/public/subjects/${items[0]!.id}`)
  const { shops } = (await subject.json()) as { shops: { platform: string; shop: string }[] }
  const corrected = { ...line, platform: shops[0]!.platform, shop: shops[0]!.shop }
  const dialog = page.locator('dialog[open]')
  await dialog.locator('textarea').fill(JSON.stringify(corrected))
  await dialog.locator('button[type=submit]').click()
  await dialog.locator('.notice.good').waitFor({ timeout: 15_000 })
  await close(page)
})

for (const width of ['phone', 'desktop'] as const)
  test(`a citizen reads a list entry and checks its text in the browser at ${width} width`, {
    skip,
  }, async () => {
    const page = await open(null, '/lists/samr-serious', width)
    await page.locator('main table a').first().click()
    await page.waitForURL(/\/lists\/samr-serious\/[0-9a-f-]{36}$/)
    await page.getByRole('heading', { level: 1, name: '：' }).waitFor()
    await settled(page)
    await page.getByRole('button', { name: '核验此条' }).click()
    await page.getByText('核验通过：这条事实确实在日志里，一字未改。').waitFor({ timeout: 15_000 })
    assert.match(
      (await page.locator('.proof-panel pre').first().textContent()) ?? '',
      /samr-serious/,
    )
    await looksRightAt(page, 'list-entry', width)
    await close(page)
  })

test('an address that leads nowhere says so and leads on', { skip }, async () => {
  const page = await open(null, '/subjects/00000000-0000-7000-8000-00000000ffff', 'phone')
  assert.equal(await page.locator('h1').textContent(), '没有这个页面')
  await page.locator('main a[href="/search"]').click()
  await page.waitForURL(/\/search/)
  await page.locator('main table tbody tr').nth(5).waitFor()
  await close(page)
})
