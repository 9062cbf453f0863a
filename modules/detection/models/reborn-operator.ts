/**
 * Closed or barred operators that come back under another name (requirement 14.2): a shop opened after the end of an
 * operator to whom it is strongly linked. It reads the relation graph and the register instead of the stream of trade,
 * so it has no detector; its figures follow from stored inputs like everyone's.
 */
import type { Bilingual, Figure, GraphNode, RelationReason } from '#contract'
import { chineseDay, writtenDay } from '#lib/calendar'
import { boundedGraph, figure, numberOf, shopKey } from '../evidence.ts'
import type { ExplainedModel, JsonRecord, ModelCard, Parameters, Suspicion } from '../model.ts'

const DAY_MS = 86_400_000

const card: ModelCard = {
  code: 'reborn-operator',
  version: '1.0.0',
  titleZh: '关联重生',
  titleEn: 'Closed operator under another name',
  method: {
    zh: '在关联图中查找：甲已被列入严重失信名单、受到限制或全部关店，乙在其后开店，且甲乙共用设备、收款方、账户、地址或证照等令牌，关联强度达到门槛。名称、地址近似和同姓只作补充。',
    en: 'In the relation graph: one operator is listed, restricted or has closed every shop; another opens a shop afterwards; both share tokens of device, payee, account, address or licence up to a threshold. Like names, like addresses and a surname only add.',
  },
  dataUsed: {
    zh: '登记信息、网店开闭、平台与机构报送的单向令牌、支付事件的收款方、揽收网点、名单与措施。',
    en: 'Registrations, openings and closings of shops, one-way tokens as reported, payees of payments, points where parcels are posted, lists and measures.',
  },
  lawfulSource: {
    zh: '《电子商务法》第27条、第28条；《网络交易监督管理办法》第24条、第30条',
    en: 'E-Commerce Law, art. 27 and 28; Measures on Online Trading, art. 24 and 30',
  },
  limitations: {
    zh: '亲属、合租者、共用仓库或代运营公司会合法共用令牌，故只提示线索；换掉全部令牌者查不出。自然人的姓名、地址密封保存，不参与比对，只用姓氏。',
    en: 'Relatives, people under one roof, users of one warehouse or one store agency share tokens lawfully, so it gives leads only; who changes every token passes it. Names and addresses of natural persons are sealed and not compared, but for the surname.',
  },
  owner: '宁晋县信用办',
  behaviours: ['reborn-operator'],
  parameters: [
    { name: 'minWeight', policyKey: 'detection.reborn-operator.minWeight' },
    { name: 'memoryDays', policyKey: 'detection.reborn-operator.memoryDays' },
    { name: 'weights', policyKey: 'relations.weight' },
  ],
  measured: [],
  from: '2020-01-01',
  until: null,
  mode: 'production',
}

/** What links alone can never say: a token is hard, the rest is chance or family. */
const hardKinds: ReadonlySet<RelationReason['kind']> = new Set([
  'licence',
  'account',
  'payee',
  'device',
  'address',
])
export const isHard = ({ kind }: Pick<RelationReason, 'kind'>): boolean => hardKinds.has(kind)

/** One operator that ended, another that opened afterwards, and what links them. */
export type Rebirth = {
  readonly ended: {
    readonly subjectId: string
    readonly name: string
    readonly endedMs: number
    /** The list or measure it stands under; `null` when it merely closed. */
    readonly ban: Bilingual | null
  }
  readonly opened: {
    readonly subjectId: string
    readonly name: string
    /** `platform shop` of each shop opened since. */
    readonly shops: readonly string[]
    readonly openedMs: number
  }
  readonly weight: number
  readonly reasons: readonly Pick<RelationReason, 'kind' | 'zh' | 'en' | 'weight' | 'sharedBy'>[]
}

/** Null where the link is too weak, too old, or rests on nothing hard. */
export function rebornSuspicion(
  rebirth: Rebirth,
  parameters: Parameters,
  raisedMs: number,
): Suspicion | null {
  const figures = figuresOf(rebirth, parameters)
  if (!figures.every(({ met }) => met)) return null
  const { ended, opened, weight, reasons } = rebirth
  const days = Math.round((opened.openedMs - ended.endedMs) / DAY_MS)
  const on = writtenDay(chineseDay(ended.endedMs))
  const since = writtenDay(chineseDay(opened.openedMs))
  const hard = reasons.filter(isHard)
  const what = ended.ban
    ? { zh: `列入“${ended.ban.zh}”`, en: `put under “${ended.ban.en}”` }
    : { zh: '关闭全部网店', en: 'closed with all its shops' }
  return {
    behaviour: 'reborn-operator',
    shops: opened.shops.map(shopKey),
    victims: [],
    accounts: [],
    severity: ended.ban ? 'high' : weight >= 0.9 ? 'medium' : 'low',
    confidence: Math.round(weight * (ended.ban ? 0.9 : 0.5) * 100) / 100,
    window: { fromMs: ended.endedMs, untilMs: opened.openedMs },
    raisedMs,
    key: `reborn ${ended.subjectId} ${opened.subjectId}`,
    evidence: { figures, graph: graphOf(rebirth) },
    inputs: rebirth as unknown as JsonRecord,
    sentence: {
      zh: `该店于${since.zh}开设，与一家${on.zh}${what.zh}的经营者${hard.map(({ zh }) => zh).join('、')}，开店在其后 ${days} 天，疑为其变更名义继续经营，须人工核实。`,
      en: `The shop opened on ${since.en}, ${days} days after an operator was ${what.en} on ${on.en}; the two have ${hard.map(({ en }) => en).join(', ')}. It may be the same operator under another name; a person must verify.`,
    },
  }
}

function figuresOf({ ended, opened, weight, reasons }: Rebirth, parameters: Parameters): Figure[] {
  return [
    figure({
      name: 'weight',
      zh: '关联强度',
      en: 'strength of the link',
      value: weight,
      atLeast: numberOf(parameters, 'minWeight'),
      unit: 'probability',
    }),
    figure({
      name: 'hardReasons',
      zh: '共用令牌的种类',
      en: 'kinds of tokens shared',
      value: reasons.filter(isHard).length,
      atLeast: 1,
      unit: 'count',
    }),
    figure({
      name: 'daysBetween',
      zh: '终止到新店开设的天数',
      en: 'days from the end to the new shop',
      value: Math.floor((opened.openedMs - ended.endedMs) / DAY_MS),
      atMost: numberOf(parameters, 'memoryDays'),
      unit: 'day',
    }),
    figure({
      name: 'bans',
      zh: '在列名单或限制措施',
      en: 'lists and restrictions in force',
      value: ended.ban ? 1 : 0,
      unit: 'count',
    }),
  ]
}

function graphOf({ ended, opened, reasons }: Rebirth) {
  const nodes: GraphNode[] = [
    { id: ended.subjectId, kind: 'seller', label: ended.name, role: 'core' },
    { id: opened.subjectId, kind: 'seller', label: opened.name, role: 'core' },
    ...opened.shops.map(
      shop => ({ id: shop, kind: 'shop', label: shop, role: 'core' }) satisfies GraphNode,
    ),
  ]
  const at = { atMs: opened.openedMs, amountFen: null, role: 'core' } as const
  const edges = [
    ...reasons.map(reason => ({
      ...at,
      from: ended.subjectId,
      to: opened.subjectId,
      kind:
        isHard(reason) || reason.kind === 'sender-node'
          ? ('shared' as const)
          : ('likeness' as const),
      reference: reason.zh,
    })),
    ...opened.shops.map(shop => ({
      ...at,
      from: opened.subjectId,
      to: shop,
      kind: 'shared' as const,
      reference: '经营',
    })),
  ]
  return boundedGraph({ nodes, edges })
}

export const rebornOperator: ExplainedModel = {
  card,
  recompute: (inputs, parameters) => figuresOf(inputs as unknown as Rebirth, parameters),
}
