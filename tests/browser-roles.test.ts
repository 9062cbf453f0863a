/**
 * The consoles of those who are not the office, in a real browser: each demonstration account finds its pages and what
 * it came for. A platform checks an entry, takes and lifts a measure of its own and registers a shop; an agency enters a
 * record; an association nominates; a citizen is warned of a fake site; a consumer complains and the regulator takes it
 * up; a bank is told of a listed firm; the credit office and an agency sign an agreement, each by a named person.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import type { AnswerOf, operations } from '#contract'
import { countyPages, go, looksRight, settled } from './support/browser.ts'
import { addEvidence, fill, finish } from './support/forms.ts'

const { skip, faults, open, close } = await countyPages()

type Answer<N extends keyof typeof operations> = AnswerOf<(typeof operations)[N]>

async function read<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(`/api/v1/public${path}`)
  assert.equal(answer.status(), 200, await answer.text())
  return (await answer.json()) as T
}

/** Firms of the county without a listing, by their public pages. */
async function unlisted(page: Page): Promise<Answer<'searchPublic'>['items']> {
  const { items } = await read<Answer<'searchPublic'>>(page, '/search?kind=merchant&limit=20')
  const free = items.filter(({ lists }) => lists === 0)
  assert.ok(free.length >= 2)
  return free
}

async function choose(page: Page, name: string): Promise<void> {
  const dialog = page.locator('dialog[open]')
  const place = (await dialog.count()) > 0 ? dialog : page.locator('main')
  await place.getByRole('searchbox').fill(name)
  await place.getByRole('button', { name: '查找' }).click()
  await place
    .getByRole('button', { name: `选择 ${name}` })
    .first()
    .click()
}

const ends = async (page: Page): Promise<void> => {
  assert.deepEqual(faults, [])
  await close(page)
}

const consoles = {
  platform: ['收到的措施', '推荐名单', '信用记录', '登记主体', '退回数据'],
  carrier: ['收到的措施', '主体', '退回数据'],
  payment: ['收到的措施', '主体', '退回数据'],
  bank: ['收到的措施', '我的信用'],
  agency: ['信用记录', '数据交换协议'],
  association: ['收到的措施', '推荐名单', '数据交换协议'],
  merchant: ['我的信用', '与我有关的案件', '本店风险预警'],
  consumer: ['投诉举报登记', '与我有关的案件'],
  township: ['待办', '预警', '案件'],
  auditor: ['查询日志', '账号与权限日志', '案件'],
  admin: ['机构', '人员账号', '接口客户端'],
} as const

for (const [login, entries] of Object.entries(consoles))
  test(`${login}: the start page offers what the role came for`, {
    skip,
  }, async () => {
    const page = await open(login, '/console')
    for (const name of entries)
      await page.locator('.console-cards').getByRole('link', { name, exact: true }).waitFor()
    await looksRight(page, `start-${login}`)
    await ends(page)
  })

test('a platform checks who wants to join: a listed firm is restricted with basis and end, another is clear', {
  skip,
}, async () => {
  const page = await open('platform', '/console/feed')
  const { items } = await read<Answer<'publicListEntries'>>(page, '/lists/samr-serious')
  const listed = items[0]!.subject
  await page.getByLabel(/^代码/).fill(listed.code!)
  await page.getByRole('button', { name: '核查', exact: true }).click()
  const verdict = page.locator('.notice', { hasText: listed.name })
  assert.match((await verdict.textContent())!, /受限.*限制入驻会员.*至\d{4}年.*依据/s)
  await looksRight(page, 'entry-check')
  const [free] = await unlisted(page)
  const { identifiers } = await read<Answer<'publicSubject'>>(page, `/subjects/${free!.id}`)
  await page.getByLabel(/^代码/).fill(identifiers.find(({ kind }) => kind === 'uscc')!.shown)
  await page.getByRole('button', { name: '核查', exact: true }).click()
  await page.locator('.notice.good', { hasText: free!.name }).waitFor()
  await ends(page)
})

test('a platform takes a measure of its own, which no other recipient is told of, and lifts it', {
  skip,
}, async () => {
  const page = await open('platform', '/console/feed')
  const [free] = await unlisted(page)
  await page.getByRole('button', { name: '采取本单位措施' }).click()
  await choose(page, free!.name)
  await fill(page.locator('dialog[open]'), {
    measure: 'platform.lower-grade',
    reason: '平台规则第8条：发货超时三次',
  })
  await finish(page)
  const row = page.locator('tr', { hasText: free!.name })
  assert.match((await row.textContent())!, /降低平台信用等级.*本单位采取.*发货超时三次/s)
  await looksRight(page, 'own-measure')
  const carrier = await open('carrier', '/console/feed')
  assert.equal(await carrier.locator('tr', { hasText: free!.name }).count(), 0)
  await close(carrier)
  await row.getByRole('button', { name: '解除' }).click()
  await fill(page.locator('dialog[open]'), { reason: '已整改' })
  await finish(page)
  await page.getByRole('table', { name: '已解除' }).locator('tr', { hasText: free!.name }).waitFor()
  await ends(page)
})

test('an agency enters a record with the evidence its item wants; what is missing is named at its field', {
  skip,
}, async () => {
  const page = await open('agency', '/console/records')
  const [free] = await unlisted(page)
  await page.getByRole('button', { name: '录入记录' }).click()
  await choose(page, free!.name)
  const dialog = page.locator('dialog[open]')
  await fill(dialog, {
    item: 'evaluation.third-party',
    textZh: '第三方综合评价：良好。',
    basis: '《电子商务法》第70条',
    occurredOn: '2026-10-08',
  })
  await addEvidence(dialog, '订单明细', '订单明细.csv')
  await dialog.getByRole('button', { name: '核对' }).click()
  await dialog.getByRole('button', { name: '确认办理' }).click()
  assert.match((await dialog.locator('.field-error').textContent())!, /缺少证据：证明文件/)
  await looksRight(page, 'new-record')
  await addEvidence(dialog, '证明文件', '评价报告.pdf')
  await finish(page)
  await page.locator('li.card', { hasText: '第三方综合评价：良好。' }).waitFor()
  await ends(page)
})

test('an association nominates for the red list; who stands on a serious list is refused with the reason', {
  skip,
}, async () => {
  const page = await open('association', '/console/nominations')
  await looksRight(page, 'nominations')
  const red = page.locator('section.card', { hasText: '守信激励名单' })
  const dialog = page.locator('dialog[open]')
  const nominate = async (name: string) => {
    await red.getByRole('button', { name: '推荐候选主体' }).click()
    await choose(page, name)
    await fill(dialog, { reason: '连续三年无投诉' })
    await addEvidence(dialog, '其他证据', '推荐材料.pdf')
  }
  const { items } = await read<Answer<'publicListEntries'>>(page, '/lists/samr-serious')
  await nominate(items[0]!.subject.name)
  await dialog.getByRole('button', { name: '核对' }).click()
  await dialog.getByRole('button', { name: '确认办理' }).click()
  await dialog.getByText('严重违法失信名单').waitFor()
  await dialog.getByRole('button', { name: '取消' }).click()
  const [free] = await unlisted(page)
  await nominate(free!.name)
  await finish(page)
  await page.getByText(`已推荐${free!.name}`).waitFor()
  await ends(page)
})

test('a consumer complains about a seller; the regulator accepts it and the consumer sees where it stands', {
  skip,
}, async () => {
  const page = await open('consumer', '/console/complaints/new')
  const [, seller] = await unlisted(page)
  await choose(page, seller!.name)
  await page.getByRole('button', { name: '填写内容' }).click()
  const dialog = page.locator('dialog[open]')
  const type = await dialog.locator('[name=caseType] option').nth(1).getAttribute('value')
  await fill(dialog, {
    about: 'complaint',
    caseType: type!,
    title: '收到的商品与页面不符',
    facts: '页面标示纯棉，收到的是化纤，卖家不予退换。',
    'order.order': 'o-2026-17',
  })
  await dialog.getByRole('combobox', { name: '订单所在平台' }).fill('屿桥')
  await page.keyboard.press('Enter')
  await looksRight(page, 'complaint')
  await finish(page)
  await page.locator('.notice.good a').click()
  await page.locator('.next-steps').waitFor()
  await looksRight(page, 'complaint-of-consumer')
  const path = new URL(page.url()).pathname
  const office = await open('regulator', '/console/work')
  await office.locator(`a[href="${path}"]`).click()
  await office.locator('.next-steps').getByRole('button', { name: '受理', exact: true }).click()
  await fill(office.locator('dialog[open]'), { reason: '属于本机关管辖' })
  await finish(office)
  const order = office.getByRole('link', { name: 'o-2026-17' })
  assert.equal(await order.getAttribute('href'), '/console/orders/p01/o-2026-17')
  await looksRight(office, 'complaint-accepted')
  await ends(office)
  await go(page, path)
  assert.match((await page.locator('main').textContent())!, /调解/)
  await ends(page)
})

test('a bank is told of a listed firm and says what it did', { skip }, async () => {
  const page = await open('bank', '/console/feed')
  const row = page.locator('tr', { hasText: '融资授信审慎考量' }).first()
  await row.getByRole('button', { name: '反馈' }).click()
  await fill(page.locator('dialog[open]'), { applied: 'no', reason: '该企业在本行没有授信' })
  await finish(page)
  await row.getByText('该企业在本行没有授信').waitFor()
  await settled(page)
  await looksRight(page, 'feed-of-bank')
  await ends(page)
})

test('the credit office proposes an agreement; it is in force once a named person of each side has signed', {
  skip,
}, async () => {
  const office = await open('credit', '/console/agreements')
  const dialog = office.locator('dialog[open]')
  await office.getByRole('button', { name: '拟定协议' }).click()
  const partner = dialog.locator('[name=partner] option', { hasText: '示例知衡信用服务有限公司' })
  await fill(dialog, {
    partner: (await partner.getAttribute('value'))!,
    purpose: '共同识别虚假交易',
    from: '2026-01-01',
    until: '2099-12-31',
  })
  await looksRight(office, 'agreement-proposed')
  await finish(office)
  const sign = async (page: Page, post: string) => {
    await page.getByRole('button', { name: '签署', exact: true }).click()
    await fill(page.locator('dialog[open]'), { post })
    await finish(page)
  }
  await sign(office, '主任')
  await office.getByText(/（主任），/).waitFor()
  assert.equal(await office.getByText('待签署').count(), 1)
  await ends(office)
  const agency = await open('agency', '/console/agreements')
  await sign(agency, '数据总监')
  await agency.getByText('生效中').waitFor()
  await agency.getByText('交换记录').click()
  await agency.getByText('还没有交换').waitFor()
  await looksRight(agency, 'agreement-in-force')
  await ends(agency)
  const other = await open('association', '/console/agreements')
  await other.getByText('还没有协议').waitFor()
  await ends(other)
})

test('a platform registers a shop of a seller of its own and amends the registration', {
  skip,
}, async () => {
  const page = await open('platform', '/console/subjects?kind=merchant')
  await page.locator('main table a').first().click()
  await page.waitForURL(/subjects\/[0-9a-f-]{36}$/)
  await page.getByRole('button', { name: '登记网店' }).click()
  await fill(page.locator('dialog[open]'), { shop: 'new-shop-1', name: '示例新开的店' })
  await finish(page)
  const row = page.locator('tr', { hasText: 'new-shop-1' })
  assert.match((await row.textContent())!, /示例新开的店.*营业/)
  await page.getByRole('button', { name: '变更登记信息' }).click()
  await fill(page.locator('dialog[open]'), { address: '示例县禾畔镇示例路1号' })
  await finish(page)
  await page.getByText('示例县禾畔镇示例路1号').waitFor()
  await looksRight(page, 'subject-of-platform')
  await ends(page)
})

test('[3.9] a look-alike of a registered address is warned of; reported, it is confirmed and stands on the list', {
  skip,
}, async () => {
  const page = await open(null, '/sites', 'phone')
  const check = async (address: string) => {
    await page.getByLabel(/^网址/).fill(address)
    await page.getByRole('button', { name: '核对', exact: true }).click()
  }
  const [firm] = await unlisted(page)
  const { shops } = await read<Answer<'publicSubject'>>(page, `/subjects/${firm!.id}`)
  const registered = new URL(shops.find(({ url }) => url !== null)!.url!).hostname
  await check(`https://${registered}/shop/1`)
  await page.locator('.notice.good', { hasText: registered }).waitFor()
  const fake = `${registered.replace('.', '-')}.com`
  await check(`http://${fake}/login`)
  const warning = page.locator('.notice.bad')
  assert.match((await warning.textContent())!, new RegExp(`疑似仿冒.*${registered}`, 's'))
  await looksRight(page, 'sites-look-alike')
  await page.getByLabel(/您看到了什么/).fill('短信里的链接，要求输入支付密码')
  await page.getByRole('button', { name: '提交举报' }).click()
  await page.getByText('已收到举报').waitFor()
  const office = await open('regulator', '/console/sites')
  const row = office.locator('tr', { hasText: fake })
  await looksRight(office, 'sites-reported')
  await row.getByRole('button', { name: '核实' }).click()
  const reason = '页面冒用平台标识收集口令'
  await fill(office.locator('dialog[open]'), { decision: 'confirm', reason })
  await finish(office)
  await row.getByText('已列入警示').waitFor()
  await ends(office)
  await go(page, '/sites')
  await page.locator('tr', { hasText: fake }).filter({ hasText: reason }).waitFor()
  await check(fake)
  await page.getByText('这个网址在假冒警示名单上').waitFor()
  await looksRight(page, 'sites-warned')
  await ends(page)
})

test('the credit office enacts a number of law from a day to come with its basis; a day that has passed is refused', {
  skip,
}, async () => {
  const page = await open('credit', '/console/policies')
  await page.getByRole('searchbox').fill('objection.answer')
  await page.getByRole('button', { name: '查找', exact: true }).click()
  const row = page.locator('tr', { hasText: 'objection.answer' })
  await row.getByRole('button', { name: '发布新版本' }).click()
  const dialog = page.locator('dialog[open]')
  await fill(dialog, { value: '5', from: '2020-01-01', basis: '《河北省社会信用信息条例》修订' })
  await dialog.getByRole('button', { name: '核对' }).click()
  await dialog.getByRole('button', { name: '确认办理' }).click()
  await dialog.locator('.field-error', { hasText: '2020-01-01' }).waitFor()
  await fill(dialog, { from: '2099-01-01' })
  await looksRight(page, 'policy-enacting')
  await finish(page)
  await row.getByRole('link').first().click()
  await page.getByText('2099年1月1日').first().waitFor()
  await ends(page)
})

test('a code that fails its check is held at registration, and admitted on the certificate that shows it', {
  skip,
}, async () => {
  const officer = await open('regulator', '/console/subjects/new')
  await fill(officer.locator('main'), {
    code: '91350200MA2YJ1XR9H',
    name: '示例重码商贸有限公司',
    area: '130528',
  })
  await officer.getByLabel(/^登记证照/).setInputFiles({
    name: '营业执照.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('certificate'),
  })
  await looksRight(officer, 'register-by-certificate')
  await officer.getByRole('button', { name: '登记', exact: true }).click()
  await officer.getByText('已转入例外代码登记簿待审核').waitFor()
  await ends(officer)
  const office = await open('credit', '/console/code-exceptions')
  const row = office.locator('tr', { hasText: '91350200MA2YJ1XR9H' })
  await row.getByRole('button', { name: '审核' }).click()
  const dialog = office.locator('dialog[open]')
  await fill(dialog, { decision: 'approve', reason: '营业执照载明此代码' })
  await addEvidence(dialog, '登记证照', '营业执照.pdf')
  await looksRight(office, 'code-exception')
  await finish(office)
  await row.getByText('已通过').waitFor()
  await row.getByRole('link', { name: '示例重码商贸有限公司' }).click()
  await office.getByRole('heading', { name: '示例重码商贸有限公司' }).waitFor()
  await ends(office)
})
