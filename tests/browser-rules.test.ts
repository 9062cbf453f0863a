/**
 * The rule pages in a real browser: an officer writes a rule by keyboard, is told its fault at the place, corrects it,
 * tests it on the past year; a second person activates it; "why not?" answers. Skipped aloud without Chromium.
 */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import { demoPassword } from '../apps/server/demo/organisations.ts'
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

const folder = mkdtempSync(join(tmpdir(), 'xinheng-rules-'))
let running: Running | undefined
let browser: Browser | undefined
if (!skip) {
  running = await start(countyIn(folder))
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
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

/** A page of someone who has signed in and stated a purpose. */
async function pageOf(login: string, width: Width): Promise<{ page: Page; faults: string[] }> {
  const context = await browser!.newContext({ viewport: widths[width], bypassCSP: true })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  await page.goto(`${running!.address}/console/sign-in`)
  const answer = await page.evaluate(
    async ([login, password]) => {
      sessionStorage.setItem('xinheng.purpose', '日常监管')
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ login, password })
      const sent = await fetch('/api/v1/sessions', { method: 'POST', headers, body })
      return sent.status
    },
    [login, demoPassword],
  )
  assert.ok(answer < 300, `${login} signs in: ${answer}`)
  return { page, faults }
}

async function go(page: Page, path: string): Promise<void> {
  await page.goto(`${running!.address}${path}`)
  await page.waitForSelector('h1', { timeout: 30_000 })
  await page.waitForLoadState('networkidle')
}

async function looksRight(page: Page, name: string, width: Width): Promise<void> {
  await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true })
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  )
  assert.ok(overflow <= 1, `${name} is ${overflow} px wider than the screen`)
  await page.addScriptTag({ content: axe })
  const violations = await page.evaluate(async () => {
    const run = (
      globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
    ).axe
    return (await run.run()).violations.map(
      v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 160)).join(' | ')}`,
    )
  })
  assert.deepEqual(violations, [], name)
}

test('a rule is written with the field list at hand and checked at the place, in both forms, by keyboard', {
  skip,
}, async () => {
  const { page, faults } = await pageOf('credit', 'desktop')
  await go(page, '/console/rules/new')
  await page.getByLabel('规则代码').fill('busy-hour')
  await page.getByLabel('名称（中文）').fill('一小时多单')
  await page.getByLabel('名称（英文）').fill('Many orders within an hour')
  const box = page.locator('.expression textarea')
  await box.focus()
  await page.keyboard.type('本店1小时定单数≥2笔')
  await page.getByText('没有名为 本店1小时定单数 的字段').waitFor()
  assert.equal(await page.locator('.expression mark').textContent(), '本店1小时定单数')
  await looksRight(page, 'rule-editor-fault', 'desktop')
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
  await looksRight(page, 'rule-table', 'desktop')
  await page.setViewportSize(widths.phone)
  await looksRight(page, 'rule-table', 'phone')
  await page.locator('label', { hasText: '条件式' }).click()
  await looksRight(page, 'rule-editor', 'phone')
  await page.getByRole('button', { name: '保存为草稿' }).click()
  await page.waitForURL(/\/console\/rules\/busy-hour$/)
  assert.deepEqual(faults, [])
  await page.context().close()
})

test('it is tested with its result shown, activated by a second person, and says why it did not hit', {
  skip,
}, async () => {
  const author = await pageOf('credit', 'desktop')
  await go(author.page, '/console/rules/busy-hour')
  await author.page.getByText('须由起草人以外的另一人').waitFor()
  await author.page.getByLabel('自', { exact: false }).first().fill('2026-01-01')
  await author.page.getByRole('button', { name: '开始试跑' }).click()
  await author.page.getByText('命中示例').waitFor({ timeout: 60_000 })
  await looksRight(author.page, 'rule', 'desktop')
  assert.deepEqual(author.faults, [])
  const example = author.page.locator('.rule-steps').first()
  const shop = await author.page.locator('article.card strong').first().textContent()
  assert.match((await example.textContent()) ?? '', /满足 本店1小时订单数 ≥ 2 实际值 \d+/)

  const { page, faults } = await pageOf('regulator', 'desktop')
  await go(page, '/console/rules/busy-hour')
  await page.getByRole('button', { name: '复核启用' }).click()
  await page.getByLabel('依据').fill('《网络交易监督管理办法》第35条')
  await page.getByRole('button', { name: '确认' }).click()
  await page.getByText('已启用').first().waitFor()
  const [platform, number] = (shop ?? '').trim().split(' ')
  await page.getByLabel('平台代码').fill(platform!)
  await page.getByLabel('网店编号').fill(number!)
  await page.getByRole('button', { name: '查询' }).click()
  await page.getByText(/规则看了|没有规则所看的事件/).waitFor()
  await page.setViewportSize(widths.phone)
  await looksRight(page, 'rule', 'phone')
  await go(page, '/console/rules')
  await looksRight(page, 'rules', 'phone')
  await page.setViewportSize(widths.desktop)
  await looksRight(page, 'rules', 'desktop')
  assert.deepEqual(faults, [])
  await page.context().close()
  await author.page.context().close()
})
