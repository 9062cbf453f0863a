/**
 * The rule pages in a real browser: an officer writes a rule by keyboard, is told its fault at the place, corrects it,
 * tests it on the past year; a second person activates it; "why not?" answers. Skipped aloud without Chromium.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countyPages, go, looksRightAt } from './support/browser.ts'

const { skip, faults, open, close } = await countyPages()

test('a rule is written with the field list at hand and checked at the place, in both forms, by keyboard', {
  skip,
}, async () => {
  const page = await open('credit', '/console/rules/new', 'desktop')
  await page.getByLabel('规则代码').fill('busy-hour')
  await page.getByLabel('名称（中文）').fill('一小时多单')
  await page.getByLabel('名称（英文）').fill('Many orders within an hour')
  const box = page.locator('.expression textarea')
  await box.focus()
  await page.keyboard.type('本店1小时定单数≥2笔')
  await page.getByText('没有名为 本店1小时定单数 的字段').waitFor()
  assert.equal(await page.locator('.expression mark').textContent(), '本店1小时定单数')
  await looksRightAt(page, 'rule-editor-fault', 'desktop')
  await page.getByRole('button', { name: '改为 本店1小时订单数' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('检查通过').waitFor()
  await box.focus()
  await page.keyboard.press('End')
  await page.keyboard.type(' 且 ')
  await page.getByLabel('查找字段').fill('金额')
  await page.getByRole('button', { name: '金额 元', exact: true }).click()
  await page.keyboard.type('> 1元')
  await page.getByText('本店1小时订单数 ≥ 2 且 金额 > 1元 → 中').waitFor()
  await page.locator('label', { hasText: '决策表' }).click()
  await page.locator('#rule-cell--1-0').fill('平太')
  await page.locator('#rule-cell-0-0').fill('"p01"')
  await page.getByText('没有名为 平太 的字段').waitFor()
  await looksRightAt(page, 'rule-table', 'desktop')
  await looksRightAt(page, 'rule-table', 'phone')
  await page.locator('label', { hasText: '条件式' }).click()
  await looksRightAt(page, 'rule-editor', 'phone')
  await page.getByRole('button', { name: '保存为草稿' }).click()
  await page.waitForURL(/\/console\/rules\/busy-hour$/)
  assert.deepEqual(faults, [])
  await close(page)
})

test('it is tested with its result shown, activated by a second person, and says why it did not hit', {
  skip,
}, async () => {
  const author = await open('credit', '/console/rules/busy-hour', 'desktop')
  await author.getByText('须由起草人以外的另一人').waitFor()
  await author.getByLabel('自', { exact: false }).first().fill('2026-01-01')
  await author.getByRole('button', { name: '开始试跑' }).click()
  await author.getByText('命中示例').waitFor({ timeout: 60_000 })
  await looksRightAt(author, 'rule', 'desktop')
  assert.deepEqual(faults, [])
  const example = author.locator('.rule-steps').first()
  const shop = await author.locator('article.card strong').first().textContent()
  assert.match((await example.textContent()) ?? '', /满足 本店1小时订单数 ≥ 2 实际值 \d+/)

  const page = await open('regulator', '/console/rules/busy-hour', 'desktop')
  await page.getByRole('button', { name: '复核启用' }).click()
  await page.getByLabel('依据').fill('《网络交易监督管理办法》第35条')
  await page.getByRole('button', { name: '确认' }).click()
  await page.getByText('已启用').first().waitFor()
  const [platform, number] = (shop ?? '').trim().split(' ')
  await page.getByRole('combobox', { name: '平台' }).fill(platform!)
  await page.keyboard.press('Enter')
  await page.getByLabel('网店编号').fill(number!)
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByText(/规则看了|没有规则所看的事件/).waitFor()
  await looksRightAt(page, 'rule', 'phone')
  await go(page, '/console/rules')
  await looksRightAt(page, 'rules', 'phone')
  await looksRightAt(page, 'rules', 'desktop')
  assert.deepEqual(faults, [])
  await close(page)
  await close(author)
})
