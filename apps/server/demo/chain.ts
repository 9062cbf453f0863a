/**
 * Plays the demonstration's chain to its end with the same verbs that people use: an alert about a ring's seller becomes
 * a case; the seller is heard, found against, listed, constrained, made public, and repaired; a second, serious case
 * stays on its list; a third waits in the queue. A scheme that no detector has noticed comes in as a report.
 */
import type { Actor } from '#contract'
import { addDays, chineseDay, nextWorkingDay } from '#lib/calendar'
import { sha256Hex } from '#lib/canonical'
import type { County, Scheme } from '#lib/county'
import {
  applyRepair,
  assignCase,
  type CaseFile,
  decideCase,
  deliverDecision,
  disposeCase,
  openCase,
  publishDecision,
  recordStatement,
  serveNotice,
  verifyCase,
} from '#modules/cases'
import { type Alert, acknowledgeAlert, evidenceOf, handOverAlert } from '#modules/detection'
import { enterList, type Party, repairCredit } from '#modules/measures'
import { type Policies, readPolicies, shippedCalendar } from '#modules/policy'
import type { Tx } from '#platform/database'
import type { Core } from '../core.ts'
import { demoActor } from './actors.ts'
import { settleAlerts, untouchedAlerts } from './alerts.ts'

export type Seller = Party

type Cast = { readonly officer: Actor; readonly chief: Actor; readonly credit: Actor }
type Stage = { readonly core: Core; readonly cast: Cast; readonly policies: Policies }

/** Forms of brushing; whichever ended first is played first, so that its repair lies in the past too. */
const brushing: ReadonlySet<string> = new Set([
  'brushing-ring',
  'camouflaged-ring',
  'self-funding-loop',
  'empty-parcel-pool',
])

/** The classes of 国办发〔2025〕22号 have held since then, so no case of the demonstration begins before it. */
const earliest = '2026-04-07'

/** The days of a case from the end of the scheme on; the law's windows lie between them. */
function daysAfter(ring: Scheme) {
  const end = addDays(chineseDay(Date.parse(ring.to)), 3)
  const start = end > earliest ? end : earliest
  const on = (days: number) => nextWorkingDay(addDays(start, days), shippedCalendar())
  return {
    open: on(0),
    notice: on(7),
    statement: on(12),
    decide: on(20),
    deliver: on(22),
    publish: on(23),
    repair: on(118),
    repaired: on(124),
  }
}
type Days = ReturnType<typeof daysAfter>

export async function playChains(
  core: Core,
  county: County,
  sellerOf: (shop: string) => Promise<Party>,
) {
  const rings = county.truth
    .filter(({ kind, shops }) => brushing.has(kind) && shops.length > 0)
    .sort((a, b) => (a.to < b.to ? -1 : 1))
  const [first, second, third] = rings
  if (!first || !second || !third)
    throw new Error('the county has fewer than three brushing schemes')
  const stage: Stage = {
    core,
    cast: await castOf(core),
    policies: await readPolicies(core.database.db),
  }
  const today = chineseDay(core.clock.now().getTime())
  if (daysAfter(first).repaired <= today)
    await playGeneral(stage, first, await sellerOf(first.shops[0]!))
  if (daysAfter(second).publish <= today)
    await playSerious(stage, second, await sellerOf(second.shops[0]!))
  await openOne(stage, third, await sellerOf(third.shops[0]!), addDays(today, -6))
  await settleAlerts(core, county, stage.cast.officer, (actor, day) => saidOn(stage, actor, day))
}

/** The shop of the first scheme: its keeper's console shows a case from both sides. */
export const storyShop = (county: County): string =>
  county.truth
    .filter(({ kind, shops }) => brushing.has(kind) && shops.length > 0)
    .sort((a, b) => (a.to < b.to ? -1 : 1))[0]!.shops[0]!

/** General: listed for attention, constrained, and repaired after the shortest term. */
async function playGeneral(stage: Stage, ring: Scheme, party: Party): Promise<void> {
  const { core, cast } = stage
  const general = daysAfter(ring)
  const file = await playToPublication(stage, ring, party, general, 'general')
  const on = saidOn(stage, cast.chief, general.publish)
  // The entry brings the measures of its list with it.
  await core.database.tx(tx =>
    enterList(
      tx,
      {
        list: 'attention',
        caseId: file.id,
        reason: '已认定虚假交易',
        reasonEn: 'Found to have fabricated trade',
        party,
      },
      on,
    ),
  )
  await core.database.tx(async tx => {
    const own = {
      ...saidOn(stage, merchantOf(stage, party), general.repair),
      ownSubjectIds: [party.id],
    }
    const repair = await applyRepair(
      tx,
      {
        subject: { id: party.id, name: party.name, area: party.area },
        recordId: file.recordIds[0]!,
        proof: [
          {
            code: 'proof',
            title: '罚款缴纳凭证',
            titleEn: 'Receipt for the fine',
            sha256: sha256Hex('demonstration receipt'),
          },
        ],
        pledge: '不再组织或参与虚假交易，如有违反自愿接受约束。',
        pledgedBy: party.name,
      },
      own,
    )
    await repairCredit(
      tx,
      repair.id,
      { grant: true, reason: '义务已履行，公示满三个月' },
      saidOn(stage, cast.chief, general.repaired),
    )
  })
}

async function playSerious(stage: Stage, ring: Scheme, party: Party): Promise<void> {
  const serious = daysAfter(ring)
  const file = await playToPublication(stage, ring, party, serious, 'serious')
  const on = saidOn(stage, stage.cast.chief, serious.publish)
  const reason = '组织虚假交易，情节严重'
  const reasonEn = 'Organised fabricated trade; a serious case'
  await stage.core.database.tx(tx =>
    enterList(tx, { list: 'samr-serious', caseId: file.id, reason, reasonEn, party }, on),
  )
}

async function playToPublication(
  stage: Stage,
  ring: Scheme,
  party: Party,
  days: Days,
  severity: 'general' | 'serious',
): Promise<CaseFile> {
  const { core, cast } = stage
  const officer = (day: string) => saidOn(stage, cast.officer, day)
  const chief = (day: string) => saidOn(stage, cast.chief, day)
  const finding = findingOf(ring, severity)
  const { id } = await openOne(stage, ring, party, days.open)
  await core.database.tx(async tx => {
    await disposeCase(
      tx,
      id,
      { disposal: 'case', reason: '涉嫌组织虚假交易', basis: '《反不正当竞争法》第9条' },
      chief(days.open),
    )
    await serveNotice(tx, id, finding, officer(days.notice))
    const own = {
      ...saidOn(stage, merchantOf(stage, party), days.statement),
      ownSubjectIds: [party.id],
    }
    await recordStatement(
      tx,
      id,
      { text: '承认部分订单为请人代下，已停止，请求从轻。', final: true },
      own,
    )
    await decideCase(
      tx,
      id,
      { ...finding, outcome: 'finding', considered: '当事人主动停止，采纳其从轻意见。' },
      chief(days.decide),
    )
    await deliverDecision(
      tx,
      id,
      { method: 'electronic', deliveredOn: days.deliver, receipt: '电子送达回证' },
      officer(days.deliver),
    )
  })
  return core.database.tx(tx =>
    publishDecision(
      tx,
      id,
      {
        textZh: `组织虚假交易 ${ring.orders.length} 单，${finding.penalty}。`,
        textEn: `Organised ${ring.orders.length} fabricated orders; fined.`,
      },
      { ...chief(days.publish), verified: party.verified },
    ),
  )
}

async function openOne(stage: Stage, ring: Scheme, party: Party, day: string): Promise<CaseFile> {
  const { core, cast } = stage
  const said = saidOn(stage, cast.officer, day)
  const [alert] = await untouchedAlerts(core, cast.officer, party.id)
  const known = alert && alert.changedAt < said.at.toISOString() ? alert : undefined
  return core.database.tx(async tx => {
    const id = known
      ? await caseOf(tx, ring, party, known, said)
      : await reportedCase(tx, ring, party, said)
    await assignCase(tx, id, cast.officer.accountId!, saidOn(stage, cast.chief, day))
    return verifyCase(
      tx,
      id,
      {
        stage: 'online-check',
        text: '调取订单、支付与物流数据，与线索一致。',
        evidence: [
          {
            code: 'orders',
            title: '订单明细',
            titleEn: 'Details of the orders',
            sha256: sha256Hex(`orders ${ring.id}`),
          },
          {
            code: 'graph',
            title: '交易关系图',
            titleEn: 'Graph of the trade',
            sha256: sha256Hex(`graph ${ring.id}`),
          },
        ],
      },
      said,
    )
  })
}

const aboutCase = (ring: Scheme, party: Party) => ({
  caseType: 'brushing',
  subject: { id: party.id, name: party.name, area: party.area },
  title: `涉嫌组织虚假交易：${party.name}`,
  facts: `${ring.accounts.length} 个账户在 ${ring.shops.length} 家网店集中下单 ${ring.orders.length} 笔，互有资金与物流关联。`,
})

type SaidNow = ReturnType<typeof saidOn>

/** The officer takes the alert up and hands it over with its whole evidence. */
async function caseOf(tx: Tx, ring: Scheme, party: Party, alert: Alert, said: SaidNow) {
  await acknowledgeAlert(tx, alert.id, said)
  const openWith = async (current: Alert) => {
    const { items } = await evidenceOf(tx, current)
    const bundles = items.map(({ code, title, content }) => ({ code, title, content }))
    const origin = { kind: 'alert', id: alert.id } as const
    return (await openCase(tx, { ...aboutCase(ring, party), origin, bundles }, said)).id
  }
  const { caseId } = await handOverAlert(
    tx,
    alert.id,
    { sellerId: party.id, openCase: openWith },
    said,
  )
  return caseId!
}

async function reportedCase(tx: Tx, ring: Scheme, party: Party, said: SaidNow): Promise<string> {
  const origin = { kind: 'clue', id: said.ids.next() } as const
  return (await openCase(tx, { ...aboutCase(ring, party), origin }, said)).id
}

const findingOf = (ring: Scheme, severity: 'general' | 'serious') => ({
  facts: `组织 ${ring.accounts.length} 个账户虚构交易 ${ring.orders.length} 笔，虚增销量与好评。`,
  reasons: '订单、资金与物流相互印证，无真实交易目的。',
  basis: '《反不正当竞争法》（2025年修订）第9条',
  penalty: severity === 'serious' ? '罚款二十万元' : '罚款三万元',
  severity,
  occurredOn: chineseDay(Date.parse(ring.to)),
  ...(severity === 'serious' ? { list: 'samr-serious' } : {}),
})

function saidOn({ core, policies }: Stage, actor: Actor, day: string) {
  const at = new Date(`${day}T10:00:00+08:00`)
  return {
    actor,
    at,
    ids: core.ids,
    today: day,
    calendar: shippedCalendar(),
    policies,
    ownSubjectIds: [] as string[],
  }
}

/** The party speaks for itself; its console account is another matter. */
const merchantOf = ({ core }: Stage, party: Party): Actor => ({
  accountId: core.ids.next(),
  name: party.name,
  organisationId: core.ids.next(),
  organisationCode: null,
  roles: ['merchant'],
  areas: [],
})

async function castOf(core: Core): Promise<Cast> {
  return {
    officer: await demoActor(core, 'regulator', 'regulator'),
    chief: await demoActor(core, 'reviewer', 'regulator'),
    credit: await demoActor(core, 'credit', 'credit-office'),
  }
}
