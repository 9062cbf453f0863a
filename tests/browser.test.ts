/**
 * The pages in a real browser, at phone and desktop width: they open, they work by keyboard, axe finds nothing, and a
 * picture of each is kept for whoever wants to look. Skipped aloud where the machine has no Chromium.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countyPages, looksRightAt, photograph } from './support/browser.ts'

const { skip, faults, open, close } = await countyPages()

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
      const page = await open(null, path, width)
      const name = path.replace(/[^a-z]+/gi, '-').replace(/^-|-$/g, '') || 'home'
      await looksRightAt(page, name, width)
      assert.deepEqual(faults, [])
      await close(page)
    })

test('from the list to the subject: grade, reasons, record, and “verify this” checked in the browser', {
  skip,
}, async () => {
  const page = await open(null, '/lists/samr-serious', 'desktop')
  await page.locator('main table a').first().click()
  await page.waitForURL(/\/lists\/samr-serious\/./)
  await page.locator('main a[href*="/subjects/"]').first().click()
  await page.waitForURL(/\/subjects\//)
  await page.locator('.subject-grade').first().waitFor()
  await page.waitForLoadState('networkidle')
  assert.match((await page.locator('main').textContent()) ?? '', /虚假交易/)
  await page.locator('article button', { hasText: '核验此条' }).first().click()
  await page.getByText('核验通过：这条事实确实在日志里，一字未改。').waitFor({ timeout: 15_000 })
  await looksRightAt(page, 'subject', 'desktop')
  assert.deepEqual(faults, [])
  await close(page)
})

test('[17.3] the home page has both query windows, 信用中国 and 企业信用信息公示系统', {
  skip,
}, async () => {
  const page = await open(null, '/', 'desktop')
  for (const host of ['creditchina.gov.cn', 'gsxt.gov.cn'])
    assert.ok((await page.locator(`a[href*="${host}"]`).count()) > 0, host)
  await close(page)
})

test('an officer signs in with the keyboard alone and stands in the console', {
  skip,
}, async () => {
  const page = await open(null, '/console/sign-in', 'desktop')
  await page.locator('input').first().focus()
  await page.keyboard.type('regulator')
  await page.keyboard.press('Tab')
  await page.locator('input[type=password]').focus()
  await page.keyboard.type('xinheng-demo-2026')
  await page.keyboard.press('Enter')
  await page.waitForURL(url => !url.pathname.endsWith('/sign-in'), { timeout: 30_000 })
  await page.waitForLoadState('networkidle')
  await photograph(page, 'console-desktop')
  await close(page)
})

test('on a phone the console begins with one line; its menu opens, leads on and folds again', {
  skip,
}, async () => {
  const page = await open('regulator', '/console', 'phone')
  const header = page.locator('.console-header')
  assert.ok((await header.boundingBox())!.height < 64)
  const alerts = page.locator('.console-nav').getByRole('link', { name: '预警', exact: true })
  assert.equal(await alerts.isVisible(), false)
  const menu = page.getByRole('button', { name: '菜单' })
  await menu.click()
  await page.getByRole('button', { name: '退出登录' }).waitFor()
  for (const line of await page.locator('.console-who > *').all())
    assert.ok((await line.boundingBox())!.height < 32, 'name and place stand on a line each')
  await looksRightAt(page, 'console-menu', 'phone')
  await page.keyboard.press('Escape')
  await alerts.waitFor({ state: 'hidden' })
  await menu.click()
  await alerts.click()
  await page.waitForURL(/\/console\/alerts/)
  await alerts.waitFor({ state: 'hidden' })
  await close(page)
})

test('a link to which a messenger has added words of its own opens as it would without them', {
  skip,
}, async () => {
  const page = await open('regulator', '/console/alerts?view=all&scene=singlemessage')
  await page.locator('main tbody tr').first().waitFor()
  const here = page.locator('.console-nav').getByRole('link', { name: '预警', exact: true })
  assert.match((await here.getAttribute('class'))!, /active/, 'the navigation says where one is')
  assert.deepEqual(faults, [])
  await close(page)
})

test('an English page has English titles and labels; only names and numbers of documents stay Chinese', {
  skip,
}, async () => {
  const page = await open('regulator', '/console/work?lang=en', 'desktop')
  for (const title of await page.locator('main tbody th a').allTextContents())
    assert.doesNotMatch(title.split(' · ')[0]!, /\p{Script=Han}/u)
  await page.locator('main tbody a[href*="/console/cases/"]').first().click()
  await page.waitForURL(/\/console\/cases\/./)
  const title = (await page.locator('h1').textContent()) ?? ''
  const party = await page.locator('main dd a').first().textContent()
  assert.doesNotMatch(title.replace(party!, ''), /\p{Script=Han}/u)
  await page.getByRole('rowheader', { name: 'Details of the orders' }).waitFor()
  assert.deepEqual(faults, [])
  await close(page)
})
