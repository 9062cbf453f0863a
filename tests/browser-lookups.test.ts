/**
 * What offices look up and put right, in a real browser: one order through its five stages from the evidence that names it,
 * who enters records late, and a person's fields erased for good. axe finds nothing. Skipped aloud where the machine has
 * no Chromium.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import type { AnswerOf, operations } from '#contract'
import { countyPages, go, looksRight, settled } from './support/browser.ts'

const { skip, faults, open, close } = await countyPages()

type Answer<N extends keyof typeof operations> = AnswerOf<(typeof operations)[N]>

async function read<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(`/api/v1${path}`, { headers: { 'x-purpose': 'test' } })
  assert.equal(answer.status(), 200, await answer.text())
  return (await answer.json()) as T
}

const ends = async (page: Page): Promise<void> => {
  assert.deepEqual(faults, [])
  await close(page)
}

type Named = { platform: string; order: string; stages: readonly string[] }

/** Every order that the evidence of an alert names, as its timeline answers. */
async function ordersNamed(page: Page, alertId: string): Promise<Named[]> {
  const { graph } = await read<Answer<'readAlert'>>(page, `/detection/alerts/${alertId}`)
  const kinds = new Map(graph.nodes.map(({ id, kind }) => [id, kind]))
  const named = new Set(
    graph.edges
      .filter(({ kind }) => kind === 'order' || kind === 'payment' || kind === 'refund')
      .filter(({ from, to }) => [kinds.get(from), kinds.get(to)].sort().join() === 'account,shop')
      .map(({ from, to, reference }) => {
        const shop = kinds.get(from) === 'shop' ? from : to
        return `${shop.split(' ')[0]}/${encodeURIComponent(reference)}`
      }),
  )
  const found: Named[] = []
  for (const key of [...named].slice(0, 30))
    found.push(await read<Answer<'orderTimeline'>>(page, `/trade/orders/${key}`))
  return found
}

test('[2.2] an order named by evidence is one step from its five stages in time order, each with its source and proof', {
  skip,
}, async () => {
  const page = await open('regulator', '/console/alerts?view=all')
  const { items } = await read<Answer<'listAlerts'>>(page, '/detection/alerts?limit=50')
  assert.ok(items.length > 0)
  let whole: (Named & { alertId: string }) | undefined
  for (const { id } of items)
    for (const order of await ordersNamed(page, id))
      if (order.stages.length === 5) whole ??= { ...order, alertId: id }
  assert.ok(whole, 'some order of some alert went through all five stages')
  await go(page, `/console/alerts/${whole.alertId}`)
  await page.getByRole('radio', { name: '往来', exact: true }).check()
  await page.locator('main a[href*="/console/orders/"]').first().click()
  await page.getByRole('heading', { name: '五个环节' }).waitFor()

  await go(page, '/console/orders')
  await looksRight(page, 'orders')
  await page.getByRole('combobox', { name: /^平台/ }).fill(whole.platform)
  await page.keyboard.press('Enter')
  await page.getByLabel(/^订单号/).fill(whole.order)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: `订单 ${whole.order}` }).waitFor()
  await page.getByRole('heading', { name: '经过' }).waitFor()
  await settled(page)
  const stages = await page.locator('.order-stages li').allTextContents()
  assert.deepEqual(
    stages.map(text => text.slice(0, 2)),
    ['生产', '交易', '支付', '物流', '客服'],
  )
  assert.ok(!stages.some(text => text.includes('没有记录')))
  const { events, shopName } = await read<Answer<'orderTimeline'>>(
    page,
    `/trade/orders/${whole.platform}/${encodeURIComponent(whole.order)}`,
  )
  const shown = await page.locator('.timeline > li').allTextContents()
  assert.equal(shown.length, events.length)
  assert.ok(events.every(({ eventId }, i) => shown[i]!.includes(eventId)))
  assert.ok(shown.every(text => text.includes('报送方：示例')))
  assert.ok(shopName)
  await page.locator('main .card a', { hasText: shopName }).waitFor()
  await looksRight(page, 'order')
  await page.locator('.timeline > li').nth(1).getByRole('button', { name: /核验/ }).click()
  await page.locator('.proof-panel .notice.good').waitFor({ timeout: 15_000 })
  await ends(page)
})

test('an order that nobody reported says so and leaves the search in place', { skip }, async () => {
  const page = await open('merchant', '/console/orders/p01/no-such-order')
  await page.getByText('没有查到这笔订单').waitFor()
  assert.equal(await page.getByLabel(/^订单号/).inputValue(), 'no-such-order')
  await looksRight(page, 'order-unknown')
  await ends(page)
})

test('the office sees who enters records how late beside the term of policy, and one provider by month', {
  skip,
}, async () => {
  const page = await open('credit', '/console/entry-delays')
  const { items } = await read<Answer<'entryDelays'>>(page, '/records/delays')
  assert.ok(items.length >= 3)
  assert.deepEqual(
    items.map(({ late }) => late),
    items.map(({ late }) => late).toSorted((a, b) => b - a),
    'who is late most often stands first',
  )
  assert.ok(items[0]!.late > 0)
  const rows = page.getByRole('table', { name: '各单位录入时效' }).locator('tbody tr')
  assert.equal(await rows.count(), items.length)
  assert.match((await page.locator('main').textContent())!, /录入期限.*7\s*个工作日/s)
  await looksRight(page, 'entry-delays')
  await rows.first().getByRole('link').click()
  await page.getByRole('heading', { name: `${items[0]!.provider}：逐月` }).waitFor()
  const months = page.getByRole('table', { name: `${items[0]!.provider}：逐月` })
  assert.equal(await months.locator('tbody tr').count(), items[0]!.months.length)
  await looksRight(page, 'entry-delays-of-one')
  await page.getByLabel(/^至/).fill('2001-01-01')
  await page.getByRole('button', { name: '筛选' }).click()
  await page.getByText('这段时间没有录入记录').waitFor()
  await ends(page)
})

test('the office erases a person’s fields: what goes and what stays is said, the name is typed, and nothing can be read after', {
  skip,
}, async () => {
  const page = await open('credit', '/console/subjects?kind=personal-seller')
  await page.locator('main table a').first().click()
  await page.getByRole('link', { name: '销毁个人信息' }).click()
  await page.getByRole('heading', { name: '依法保留' }).waitFor()
  const id = new URL(page.url()).pathname.split('/')[3]!
  const { name } = await read<Answer<'readSubject'>>(page, `/subjects/${id}`)
  await page.locator('select[name=ground]').selectOption('consent-withdrawn')
  await page.locator('textarea[name=reason]').fill('本人书面申请，2026年第12号')
  await page.locator('input[name=name]').fill(`${name}二`)
  await page.getByRole('button', { name: '销毁，不可恢复' }).click()
  await page.locator('.field-error', { hasText: '与该主体的姓名不一致' }).waitFor()
  await looksRight(page, 'erasure')
  await page.locator('input[name=name]').fill(name)
  await page.getByRole('button', { name: '销毁，不可恢复' }).click()
  await page.locator('.notice.good', { hasText: '个人信息已销毁' }).waitFor()
  await looksRight(page, 'erasure-done')
  await page.getByRole('link', { name: '查看该主体现在的页面' }).click()
  await page.getByText('销毁个人信息密钥：个人撤回同意').waitFor()
  await settled(page)
  const text = (await page.locator('main').textContent())!
  assert.ok(!text.includes(name) && text.includes('***'))
  await looksRight(page, 'subject-erased')
  await ends(page)
  const other = await open('regulator', `/console/subjects/${id}`)
  assert.equal(await other.getByRole('link', { name: '销毁个人信息' }).count(), 0)
  await ends(other)
})
