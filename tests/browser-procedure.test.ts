/**
 * The whole chain through the pages, by everyone whose part it is: a ring's alert becomes a case; the seller is told,
 * heard, found against, listed and constrained; the platform carries it out; the public reads and verifies it; and a
 * year later the seller is repaired and everyone sees it. The clock of the installation is moved where the law waits.
 * In one file because each part goes on where the one before it ended.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import type { AnswerOf, operations } from '#contract'
import { addDays, chineseDay } from '#lib/calendar'
import { demoPassword } from '../apps/server/demo/organisations.ts'
import { type Running, start } from '../apps/server/index.ts'
import {
  go,
  launchBrowser,
  looksRight,
  openPage,
  settled,
  withoutBrowser,
} from './support/browser.ts'
import { countyIn } from './support/county.ts'
import { addEvidence, fill, finish } from './support/forms.ts'

const skip = withoutBrowser()
const folder = mkdtempSync(join(tmpdir(), 'xinheng-procedure-'))
let running: Running | undefined
let browser: Browser | undefined
let ahead = 0
const now = () => new Date(Date.now() + ahead)
const today = () => chineseDay(now().getTime())
/** Noon of a day to come, in China: whoever was signed in till then signs in anew. */
async function waitUntil(day: string): Promise<void> {
  assert.ok(day > today(), `${day} lies ahead of ${today()}`)
  ahead = Date.parse(`${day}T12:00:00+08:00`) - Date.now()
  for (const page of seated.values()) {
    await page.context().clearCookies()
    await page.context().clock.setFixedTime(now())
  }
  signedIn.clear()
}

if (!skip) {
  running = await start(countyIn(folder), { now })
  browser = await launchBrowser()
}
after(async () => {
  await browser?.close()
  await running?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const faults: string[] = []
const opened = () => openPage(browser!, { address: running!.address, now }, faults)

const seated = new Map<string, Page>()
const signedIn = new Set<string>()

/** At the desk of whoever has that login: signed in as a person does, with the purpose of reading stated. */
async function as(
  login: string,
  work: (page: Page) => Promise<void>,
  password = demoPassword,
): Promise<void> {
  let page = seated.get(login)
  if (!page) {
    page = await opened()
    await page.addInitScript(() => sessionStorage.setItem('xinheng.purpose', '案件办理'))
    seated.set(login, page)
  }
  if (!signedIn.has(login)) await signIn(page, login, password)
  signedIn.add(login)
  await work(page)
  assert.deepEqual(faults, [])
}

async function signIn(page: Page, login: string, password: string): Promise<void> {
  await go(page, '/console/sign-in')
  await page.getByLabel('账号').fill(login)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL(url => !url.pathname.endsWith('/sign-in'))
  await settled(page)
}

/** What a page should show is asked of the API as whoever is signed in on it. */
async function ask<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(`/api/v1${path}`, { headers: { 'x-purpose': 'test' } })
  assert.equal(answer.status(), 200, await answer.text())
  return (await answer.json()) as T
}

/** Takes the next step of a case by its button, and sees it done. */
async function takeStep(
  page: Page,
  step: string,
  write: (dialog: Locator) => Promise<void>,
  name?: string,
): Promise<void> {
  await page.locator('.next-steps').getByRole('button', { name: step, exact: true }).click()
  await write(page.locator('dialog[open]'))
  await finish(page, name)
  await page.getByText(`已办理：${step}`).waitFor()
}

/** Opens a case from where its reader finds it. */
async function openCase(page: Page, from: '/console/work' | '/console/own/cases', id: string) {
  await go(page, from)
  await page.locator(`a[href="/console/cases/${id}"]`).click()
  await page.waitForURL(`**/console/cases/${id}`)
  await page.locator('.next-steps').waitFor()
}

type Page1<N extends keyof typeof operations> = AnswerOf<(typeof operations)[N]>

/** The party of the chain: keeper of a shop of a waiting alert about false trade, and on no list yet. */
type Party = { alertId: string; id: string; name: string }
let party: Party = { alertId: '', id: '', name: '' }
let caseId = ''
const list = '市场监督管理严重违法失信名单'

async function findParty(page: Page): Promise<Party> {
  const { items } = await ask<Page1<'listAlerts'>>(page, '/detection/alerts?open=true&limit=100')
  const waiting = items.filter(({ family }) => family === 'false-trade')
  for (const { id: alertId, sellerIds } of waiting)
    for (const id of sellerIds) {
      const answer = await page.request.get(`/api/v1/public/subjects/${id}`)
      if (!answer.ok()) continue
      const { name, lists } = (await answer.json()) as Page1<'publicSubject'>
      if (lists.length === 0) return { alertId, id, name }
    }
  throw new Error('the county has no waiting alert about an unlisted seller')
}

test('an officer opens a waiting alert from the work queue, acknowledges it and hands it over to a case', {
  skip,
}, async () => {
  await as('regulator', async page => {
    party = await findParty(page)
    await go(page, '/console/work')
    await looksRight(page, 'chain-01-work')
    await page.locator(`a[href="/console/alerts/${party.alertId}"]`).click()
    await page.locator('.canvas[data-nodes]').waitFor()
    await page.getByRole('button', { name: '签收', exact: true }).click()
    await page.getByRole('button', { name: '移交立案' }).waitFor()
    await looksRight(page, 'chain-02-alert')
    await page.getByRole('button', { name: '移交立案' }).click()
    const dialog = page.locator('dialog[open]')
    await dialog.getByLabel('经营者').selectOption(party.id)
    await looksRight(page, 'chain-02a-hand-over')
    await dialog.getByRole('button', { name: '确定' }).click()
    await page.getByRole('link', { name: '打开案件' }).click()
    await page.locator('.next-steps').waitFor()
    caseId = page.url().split('/').at(-1)!
    await looksRight(page, 'chain-03-case')
  })
})

const sellerLogin = 'seller'
const sellerPassword = '月亮照着老槐树底下的集市'

test('an administrator lets the seller in for itself, and the seller sets its own password', {
  skip,
}, async () => {
  let temporary = ''
  await as('admin', async page => {
    await go(page, '/console/organisations')
    await page.getByRole('button', { name: '新建机构' }).click()
    const dialog = page.locator('dialog[open]')
    await dialog.getByRole('button', { name: '选择对应的信用主体' }).click()
    await dialog.getByRole('searchbox').fill(party.name)
    await dialog.getByRole('button', { name: '查找' }).click()
    await dialog.getByRole('button', { name: `选择 ${party.name}` }).click()
    await fill(dialog, { code: 'm-seller' })
    await looksRight(page, 'chain-04-organisation')
    await dialog.getByRole('button', { name: '新建机构' }).click()
    await dialog.waitFor({ state: 'detached' })
    await go(page, '/console/accounts')
    await page.getByRole('button', { name: '新建账号' }).click()
    await dialog.getByRole('combobox', { name: /^机构/ }).fill(party.name)
    await dialog.getByRole('option', { name: party.name }).click()
    await fill(dialog, { login: sellerLogin, name: '示例当事人' })
    await dialog.getByRole('button', { name: '新建账号' }).click()
    temporary = (await dialog.locator('.notice code').textContent())!
  })
  const page = await opened()
  await signIn(page, sellerLogin, temporary)
  await page.getByLabel('当前密码').fill(temporary)
  await page.getByLabel('新密码', { exact: true }).fill(sellerPassword)
  await page.getByLabel('再输一次新密码').fill(sellerPassword)
  await looksRight(page, 'chain-05-password')
  await page.getByRole('button', { name: '保存新密码' }).click()
  await page.waitForURL(url => url.pathname === '/console')
  await page.context().close()
})

test('the case is assigned, checked, filed, and the prior notice is served with its clock in working days', {
  skip,
}, async () => {
  await as('credit', async page => {
    await openCase(page, '/console/work', caseId)
    await takeStep(page, '指派承办人', async dialog => {
      const choice = dialog.locator('[name=handlerId] option', { hasText: '示例市场监管（办案）' })
      await fill(dialog, { handlerId: (await choice.getAttribute('value'))! })
    })
  })
  await as('regulator', async page => {
    await openCase(page, '/console/work', caseId)
    await takeStep(page, '记录核查', async dialog => {
      await fill(dialog, { stage: 'online-check', text: '调取订单、支付与物流数据，与线索一致。' })
      await addEvidence(dialog, '订单明细', '订单明细.pdf')
      await addEvidence(dialog, '交易关系图', '交易关系图.pdf')
      await looksRight(page, 'chain-06-check')
    })
    await takeStep(page, '立案', dialog =>
      fill(dialog, { reason: '涉嫌组织虚假交易', basis: '《反不正当竞争法》第9条' }),
    )
    await takeStep(page, '送达事先告知书', dialog => fill(dialog, proposed()), 'chain-07-notice')
    const clocks = page.locator('section', { has: page.getByRole('heading', { name: '期限' }) })
    assert.match((await clocks.textContent())!, /陈述申辩期\s*还剩 5 个工作日/)
    assert.match((await page.locator('.closed-steps').textContent())!, /认定并决定.*不得/)
    await looksRight(page, 'chain-08-noticed')
  })
})

const proposed = () => ({
  facts: '组织账户虚构交易，货款经中间账户返回买家，虚增销量。',
  reasons: '订单、资金与物流相互印证，无真实交易目的。',
  basis: '《反不正当竞争法》（2025年修订）第9条',
  penalty: '罚款二十万元',
  severity: 'serious',
  occurredOn: addDays(today(), -30),
  list: 'samr-serious',
})

const asSeller = async (work: (page: Page) => Promise<void>): Promise<void> =>
  as(sellerLogin, work, sellerPassword)

test('the seller reads the notice, states its case with a proof and asks for a hearing', {
  skip,
}, async () => {
  await asSeller(async page => {
    await go(page, '/console')
    const deadlines = page.locator('.notice', { hasText: '请注意期限' })
    assert.match((await deadlines.textContent())!, /陈述申辩期\s*还剩 5 个工作日.*申请听证期/s)
    await looksRight(page, 'chain-08a-deadlines')
    await openCase(page, '/console/own/cases', caseId)
    await page.locator('.document summary', { hasText: '事先告知书' }).click()
    const letter = await page.locator('.document[open]').textContent()
    assert.match(letter!, new RegExp(`${list}.*陈述和申辩.*申请听证`, 's'))
    await looksRight(page, 'chain-09-notice-of-seller')
    await takeStep(page, '陈述申辩', async dialog => {
      await fill(dialog, { text: '部分订单系亲友支持，已停止，请求从轻。' })
      await addEvidence(dialog, '其他证据', '进货单据.pdf')
      await looksRight(page, 'chain-10-statement')
    })
    await takeStep(page, '申请听证', dialog => fill(dialog, { reason: '对订单数量有异议' }))
  })
})

test('the hearing is not called too soon; another person than the investigator holds it and decides', {
  skip,
}, async () => {
  let earliest = ''
  await as('regulator', async page => {
    await openCase(page, '/console/work', caseId)
    const on = { place: '示例县市场监督管理局听证室', on: addDays(today(), 1) }
    await page.locator('.next-steps').getByRole('button', { name: '通知听证' }).click()
    const dialog = page.locator('dialog[open]')
    await fill(dialog, on)
    await dialog.getByRole('button', { name: '核对' }).click()
    await dialog.getByRole('button', { name: '确认办理' }).click()
    await dialog.locator('.field-error').waitFor()
    await looksRight(page, 'chain-11-too-soon')
    earliest = /\d{4}-\d\d-\d\d/.exec((await dialog.locator('.field-error').textContent())!)![0]
    await fill(dialog, { on: earliest })
    await finish(page)
  })
  await waitUntil(earliest)
  await as('reviewer', async page => {
    await openCase(page, '/console/work', caseId)
    await takeStep(page, '主持听证', dialog =>
      fill(dialog, {
        minutes: '当事人认可资金往来，对订单数量有异议；办案人员出示订单与资金流水。',
      }),
    )
    await takeStep(
      page,
      '认定并决定',
      dialog => fill(dialog, { considered: '数量异议部分采纳，不影响定性。' }),
      'chain-12-decision',
    )
    await looksRight(page, 'chain-13-decided')
  })
  await as('regulator', async page => {
    await openCase(page, '/console/work', caseId)
    await takeStep(page, '送达决定书和修复告知书', dialog =>
      fill(dialog, { method: 'electronic', receipt: '电子送达回证' }),
    )
  })
  await asSeller(async page => {
    await openCase(page, '/console/own/cases', caseId)
    await takeStep(page, '当事人签收', async () => {})
    await looksRight(page, 'chain-14-delivered')
  })
})

test('the decision is published and entered on the list, whose measures reach the platform', {
  skip,
}, async () => {
  await as('reviewer', async page => {
    await openCase(page, '/console/work', caseId)
    await takeStep(page, '公示', async () => {})
    await page.getByRole('button', { name: '列入名单' }).click()
    await fill(page.locator('dialog[open]'), { reason: '组织虚假交易，情节严重' })
    await finish(page)
    const entry = page.locator('li.card', { hasText: list })
    assert.match((await entry.textContent())!, /在列.*法定依据.*企业信息公示暂行条例/s)
    await looksRight(page, 'chain-15-listed')
  })
  await as('platform', async page => {
    await go(page, '/console/feed')
    const row = page.locator('tr', { hasText: party.name }).filter({ hasText: '限制入驻会员' })
    await row.getByRole('button', { name: '反馈' }).click()
    await fill(page.locator('dialog[open]'), { applied: 'yes' })
    await finish(page)
    await row.getByText('已执行').waitFor()
    await looksRight(page, 'chain-16-feed')
  })
})

test('the public finds the seller, reads record and list entry, and verifies them in its browser', {
  skip,
}, async () => {
  const page = await opened()
  await go(page, '/')
  await page.getByRole('searchbox').first().fill(party.name)
  await page.getByRole('button', { name: '查询', exact: true }).first().click()
  await page.locator('main').getByRole('link', { name: party.name }).first().click()
  await page.waitForURL(`**/subjects/${party.id}`)
  await page.locator('.notice.bad', { hasText: list }).waitFor()
  const record = page.locator('article', { hasText: '恶意刷单' }).first()
  await record.getByRole('button', { name: '核验此条' }).click()
  await record.getByText(verified).waitFor()
  await looksRight(page, 'chain-17-public')
  await page.locator('.notice.bad').getByRole('link').click()
  await page.waitForURL('**/lists/samr-serious/*')
  await page.getByRole('heading', { name: `${party.name}：${list}` }).waitFor()
  await page.getByRole('button', { name: '核验此条' }).click()
  await page.getByText(verified).waitFor()
  await looksRight(page, 'chain-18-list-entry')
  assert.deepEqual(faults, [])
  await page.context().close()
})

const verified = '核验通过：这条事实确实在日志里，一字未改。'
let repairId = ''

test('the seller learns from which day it may ask for repair, and asks with a proof on that day', {
  skip,
}, async () => {
  let from = ''
  await asSeller(async page => {
    await go(page, '/console/own/credit')
    const told = page.getByText(/\d{4}-\d\d-\d\d.*修复|修复.*\d{4}-\d\d-\d\d/).first()
    from = /\d{4}-\d\d-\d\d/.exec((await told.textContent())!)![0]
    assert.equal(await page.getByRole('button', { name: '申请信用修复' }).count(), 0)
    await looksRight(page, 'chain-19-too-early')
  })
  await waitUntil(from)
  await asSeller(async page => {
    await go(page, '/console/own/credit')
    await page.getByRole('button', { name: '申请信用修复' }).first().click()
    const dialog = page.locator('dialog[open]')
    await addEvidence(dialog, '履行证明', '罚款缴纳凭证.pdf')
    await looksRight(page, 'chain-20-repair')
    await finish(page)
    await page.getByRole('link', { name: '查看办理情况' }).click()
    await page.waitForURL('**/console/cases/*')
    repairId = page.url().split('/').at(-1)!
    await page.locator('.next-steps').waitFor()
    await looksRight(page, 'chain-21-repair-of-seller')
  })
})

test('the office grants the repair: entry and measures end, the recipients are told, the public page is clear', {
  skip,
}, async () => {
  await as('reviewer', async page => {
    await openCase(page, '/console/work', repairId)
    await takeStep(page, '准予修复', dialog => fill(dialog, { reason: '义务已履行，公示期满' }))
    const entry = page.locator('li.card', { hasText: list }).filter({ hasText: '移出日期' })
    assert.match((await entry.textContent())!, /已移出/)
  })
  await as('platform', async page => {
    await go(page, '/console/feed')
    const lifted = page
      .getByRole('table', { name: '已解除' })
      .locator('tr', { hasText: party.name })
    assert.equal(await lifted.filter({ hasText: '限制入驻会员' }).count(), 1)
    await looksRight(page, 'chain-22-lifted')
  })
  await as('reviewer', async page => {
    await go(page, `/console/cases/${repairId}`)
    const measure = page.locator('tr', { hasText: '限制入驻会员' })
    await measure.locator('summary').click()
    assert.match((await measure.textContent())!, /已解除.*签收解除.*示例屿桥集市/s)
    await looksRight(page, 'chain-23-repaired')
  })
  const page = await opened()
  await go(page, `/subjects/${party.id}`)
  await page.locator('.subject-grade').first().waitFor()
  assert.equal(await page.locator('.notice.bad').count(), 0)
  assert.equal(await page.locator('article', { hasText: '恶意刷单' }).count(), 0)
  await looksRight(page, 'chain-24-public-clear')
  await go(page, '/lists/samr-serious')
  assert.ok(!(await page.locator('main').textContent())!.includes(party.name))
  assert.deepEqual(faults, [])
  await page.context().close()
})
