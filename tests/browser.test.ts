/**
 * The pages in a real browser, at phone and desktop width: they open, they work by keyboard, axe finds nothing, and a
 * picture of each is kept for whoever wants to look. Skipped aloud where the machine has no Chromium.
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

const folder = mkdtempSync(join(tmpdir(), 'xinheng-browser-'))
let running: Running | undefined
let browser: Browser | undefined
if (!skip) {
  running = await start(countyIn(folder))
  browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
    ],
  })
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

async function opened(
  path: string,
  width: keyof typeof widths,
): Promise<{ page: Page; faults: string[] }> {
  const context = await browser!.newContext({ viewport: widths[width], bypassCSP: true })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  await page.goto(`${running!.address}${path}`)
  await page.waitForSelector('h1', { timeout: 30_000 })
  await page.waitForLoadState('networkidle')
  return { page, faults }
}

async function accessible(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe })
  const violations = await page.evaluate(async () => {
    const run = (
      globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
    ).axe
    return (await run.run()).violations.map(
      v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).join(' | ')}`,
    )
  })
  return violations
}

const publicPages = [
  '/',
  '/search?q=示例',
  '/lists',
  '/lists/samr-serious',
  '/transparency',
  '/policies',
  '/about',
  '/console/sign-in',
]

for (const width of ['phone', 'desktop'] as const)
  for (const path of publicPages)
    test(`${path} at ${width} width: opens without a fault, fits, and axe finds nothing`, {
      skip,
    }, async () => {
      const { page, faults } = await opened(path, width)
      const name = path.replace(/[^a-z]+/gi, '-').replace(/^-|-$/g, '') || 'home'
      await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true })
      assert.deepEqual(faults, [])
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      )
      assert.ok(overflow <= 1, `the page is ${overflow} px wider than the screen`)
      assert.deepEqual(await accessible(page), [])
      await page.context().close()
    })

test('from the list to the subject: grade, reasons, record, and “verify this” checked in the browser', {
  skip,
}, async () => {
  const { page } = await opened('/lists/samr-serious', 'desktop')
  await page.locator('main table a').first().click()
  await page.waitForURL(/\/lists\/samr-serious\/./)
  await page.locator('main a[href*="/subjects/"]').first().click()
  await page.waitForURL(/\/subjects\//)
  await page.locator('.subject-grade').first().waitFor()
  await page.waitForLoadState('networkidle')
  assert.match((await page.locator('main').textContent()) ?? '', /虚假交易/)
  await page.screenshot({ path: join(shots, 'subject-desktop.png'), fullPage: true })
  await page.locator('article button', { hasText: '核验此条' }).first().click()
  await page.getByText('核验通过：这条事实确实在日志里，一字未改。').waitFor({ timeout: 15_000 })
  assert.deepEqual(await accessible(page), [])
  await page.context().close()
})

test('[17.3] the home page has both query windows, 信用中国 and 企业信用信息公示系统', {
  skip,
}, async () => {
  const { page } = await opened('/', 'desktop')
  for (const host of ['creditchina.gov.cn', 'gsxt.gov.cn'])
    assert.ok((await page.locator(`a[href*="${host}"]`).count()) > 0, host)
  await page.context().close()
})

test('an officer signs in with the keyboard alone and stands in the console', {
  skip,
}, async () => {
  const { page } = await opened('/console/sign-in', 'desktop')
  await page.locator('input').first().focus()
  await page.keyboard.type('regulator')
  await page.keyboard.press('Tab')
  await page.locator('input[type=password]').focus()
  await page.keyboard.type('xinheng-demo-2026')
  await page.keyboard.press('Enter')
  await page.waitForURL(url => !url.pathname.endsWith('/sign-in'), { timeout: 30_000 })
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: join(shots, 'console-desktop.png'), fullPage: true })
  await page.context().close()
})
