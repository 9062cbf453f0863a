/**
 * Pages of an installation in a real browser, as the people of its consoles meet them: each signs in, works at its own
 * width and time, and every page that is looked at fits, is photographed, and gives axe nothing to say. Says aloud when
 * the machine has no Chromium.
 */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Core } from '../../apps/server/core.ts'
import { demoPassword } from '../../apps/server/demo/organisations.ts'
import { start } from '../../apps/server/index.ts'
import { countyIn } from './county.ts'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const shots = join(import.meta.dirname, '../shots')

/** Why there is nothing to test with; false where there is. */
export function withoutBrowser(): string | false {
  if (existsSync(executablePath)) return false
  const why = `no Chromium at ${executablePath}: browser tests are skipped`
  console.error(`⚠ ${why}`)
  return why
}

export function launchBrowser(): Promise<Browser> {
  mkdirSync(shots, { recursive: true })
  const quiet = ['--disable-background-networking', '--disable-component-update']
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', ...quiet] })
}

export const widths = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 900 },
} as const
export type Width = keyof typeof widths

/** Where the pages are served, and by which clock if it is not everybody's. */
export type Place = { readonly address: string; readonly now?: () => Date }

/** A page of nobody in particular; faults of its scripts are collected. */
export async function openPage(browser: Browser, place: Place, faults: string[]): Promise<Page> {
  const context = await browser.newContext({
    viewport: widths.desktop,
    bypassCSP: true,
    baseURL: place.address,
    reducedMotion: 'reduce',
  })
  if (place.now) await context.clock.setFixedTime(place.now())
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  page.on('pageerror', error => faults.push(`${page.url()}: ${error.message}`))
  return page
}

export async function go(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await settled(page)
}

/** The page has its heading and waits for nothing more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.locator('.skeleton').first().waitFor({ state: 'detached' })
}

type Found = { violations: { id: string; nodes: { html: string }[] }[] }
type Axe = { axe: { run(on: Document, options: object): Promise<Found> } }
/** What is looked for is the same; what is right is not described at length. */
const faultsOnly = { resultTypes: ['violations'], preload: false }
const axe = () =>
  readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const hasAxe = () => 'axe' in globalThis

/** Looks at the page at both widths: it fits, its picture is kept, and axe finds nothing. */
export async function looksRight(page: Page, name: string): Promise<void> {
  const before = page.viewportSize()!
  for (const width of ['phone', 'desktop'] as const) await looksRightAt(page, name, width)
  await page.setViewportSize(before)
}

export async function looksRightAt(page: Page, name: string, width: Width): Promise<void> {
  if (!(await page.evaluate(hasAxe))) await page.evaluate(source => new Function(source)(), axe())
  await page.setViewportSize(widths[width])
  await photograph(page, `${name}-${width}`)
  const found = await page.evaluate(
    async options => ({
      overflow: document.documentElement.scrollWidth - window.innerWidth,
      violations: (await (globalThis as unknown as Axe).axe.run(document, options)).violations.map(
        v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 160)).join(' | ')}`,
      ),
    }),
    faultsOnly,
  )
  assert.ok(found.overflow <= 1, `${name} is ${found.overflow} px wider than a ${width}`)
  assert.deepEqual(found.violations, [], `${name} at ${width} width`)
}

/** As JPEG: a tall page is packed in half the time of a PNG, and an eye sees no difference. */
export async function photograph(page: Page, name: string): Promise<void> {
  const path = join(shots, `${name}.jpg`)
  await page.screenshot({ path, type: 'jpeg', quality: 90, fullPage: true })
}

export type CountyPages = {
  readonly skip: string | false
  readonly address: string
  /** What lies behind the pages, for what only time would bring about. */
  core(): Core
  /** What the pages' scripts threw. */
  readonly faults: readonly string[]
  /** A page of a demonstration account that has stated a purpose, or of a citizen. */
  open(as: string | null, path: string, width?: Width): Promise<Page>
  /** Whoever had the page leaves: nothing of them stays in it. */
  close(page: Page): Promise<void>
}

/** The demonstration county served, and a browser before it, for the tests of one file. */
export async function countyPages(): Promise<CountyPages> {
  const skip = withoutBrowser()
  if (skip) {
    const refused = () => Promise.reject(new Error(skip))
    const core = () => assert.fail(skip)
    return { skip, address: '', core, faults: [], open: refused, close: refused }
  }
  const folder = mkdtempSync(join(tmpdir(), 'xinheng-pages-'))
  const running = await start(countyIn(folder))
  const browser = await launchBrowser()
  after(async () => {
    await browser.close()
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const faults: string[] = []
  const { address, core } = running
  return { skip, address, core: () => core, faults, ...tabs(browser, running, faults) }
}

/**
 * Tabs that one test after the other uses: to open a new one takes three times as long as the page in it. What a tab has
 * learnt of the scripts stays; its reader's session and whatever the pages have stored do not.
 */
function tabs(
  browser: Browser,
  place: Place,
  faults: string[],
): Pick<CountyPages, 'open' | 'close'> {
  const free: Page[] = []
  const newTab = async () => {
    const page = await openPage(browser, place, faults)
    await page.addInitScript(() => sessionStorage.setItem('xinheng.purpose', '日常监管'))
    return page
  }
  return {
    open: async (as, path, width = 'desktop') => {
      const page = free.pop() ?? (await newTab())
      await page.setViewportSize(widths[width])
      if (as !== null) await signedIn(page, as)
      await go(page, path)
      return page
    },
    close: async page => {
      // An address without scripts: nothing of the page that is left can ask or store anything after this.
      await page.goto('/healthz')
      await page.evaluate(() => {
        localStorage.clear()
        sessionStorage.clear()
      })
      await page.context().clearCookies()
      free.push(page)
    },
  }
}

async function signedIn(page: Page, login: string): Promise<void> {
  const answer = await page.request.post('/api/v1/sessions', {
    data: { login, password: demoPassword },
    headers: { 'idempotency-key': crypto.randomUUID() },
  })
  assert.equal(answer.status(), 200, `${login} signs in`)
}
