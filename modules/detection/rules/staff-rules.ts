/**
 * The model that runs the rules staff have written: windows and rules over the stream, hits of one rule on one subject
 * gathered into one act, each suspicion naming rule and version and holding the values it rests on. Rules come as a book
 * from outside (`take`), so that activating one needs no restart and loses no window.
 */
import type {
  AlertLevel,
  BehaviourCode,
  Bilingual,
  Figure,
  GraphNode,
  ShopKey,
  TradeEvent,
} from '#contract'
import {
  type Condition,
  type Explanation,
  explain,
  expressionOf,
  type Ground,
  groundsOf,
  type Hit,
  type Rule,
  RuleEngine,
  readKept,
  shownValue,
  testOf,
  unitOf,
  type Value,
} from '#lib/rules'
import {
  boundedGraph,
  counted,
  figure,
  numberOf,
  shopKey,
  shopName,
  spanOfDays,
} from '../evidence.ts'
import type {
  Answer,
  Asked,
  Detector,
  Json,
  JsonRecord,
  Model,
  ModelCard,
  Parameters,
  Suspicion,
} from '../model.ts'
import { FeatureWindows } from './feature-windows.ts'
import { publishedFields, readerFor } from './published-fields.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** Kept of an act for its picture; its figures count all hits. */
const MAX_REFERENCES = 200
const MAX_ACCOUNTS = 200

/** A version of a rule as it runs. */
export type RunningRule = {
  readonly code: string
  readonly version: number
  readonly title: Bilingual
  readonly behaviour: BehaviourCode
  /** Whose act a hit is: the shop's, or the buyer's with the shop as its victim. */
  readonly about: 'shop' | 'buyer'
  readonly confidence: number
  readonly rule: Rule<AlertLevel>
  /** Its suspicions are kept apart and raise nothing. */
  readonly onTrial: boolean
}

const card: ModelCard = {
  code: 'staff-rules',
  version: '1.0.0',
  titleZh: '人工规则',
  titleEn: 'Rules written by staff',
  method: {
    zh: '逐事件检查已启用的人工规则：条件以公布的字段和时间窗口写成，经两人复核后生效；同一规则对同一对象的多次命中合并为一个行为。',
    en: 'Every event is checked against the rules in force, written over published fields and windows and approved by a second person; hits of one rule on one subject are one act.',
  },
  dataUsed: {
    zh: '交易、支付、物流、评价、客服与流量事件中公布的字段。',
    en: 'The published fields of trade, payment, parcel, review, service and traffic events.',
  },
  lawfulSource: {
    zh: '各规则自带依据；《电子商务法》第25条、第31条',
    en: 'Each rule names its own basis; E-Commerce Law, art. 25 and 31',
  },
  limitations: {
    zh: '规则只见其条件所述；未经回测的规则不得启用，命中须人工核实。',
    en: 'A rule sees what its conditions say and nothing else; none is activated untested, and a person verifies each hit.',
  },
  owner: '宁晋县信用办',
  behaviours: [],
  parameters: [
    { name: 'latenessMinutes', policyKey: 'detection.latenessMinutes' },
    { name: 'memoryDays', policyKey: 'detection.staff-rules.memoryDays' },
    { name: 'maxActs', policyKey: 'detection.staff-rules.maxActs' },
    { name: 'maxKeys', policyKey: 'detection.staff-rules.maxKeys' },
    { name: 'maxEntries', policyKey: 'detection.staff-rules.maxEntries' },
  ],
  measured: [],
  from: '2026-01-01',
  until: null,
  mode: 'production',
}

/** What `recompute` needs, and all a reviewer needs to see why: the condition and the values it met. */
type Inputs = {
  readonly rule: { readonly code: string; readonly version: number }
  readonly line: number
  readonly when: Condition
  readonly values: readonly (Value | null)[]
  readonly event: { readonly kind: string; readonly eventId: string; readonly atMs: number }
}

type Act = {
  readonly code: string
  readonly subject: string
  readonly firstMs: number
  lastMs: number
  hits: number
  /** Told again when this many hits are reached. */
  nextTold: number
  shops: string[]
  accounts: string[]
  references: { shop: string; account: string; order: string; atMs: number; amountFen: number }[]
  /** The strongest hit, the earliest of equals. */
  level: AlertLevel
  inputs: Inputs
}

type Limits = {
  readonly latenessMinutes: number
  readonly memoryDays: number
  readonly maxActs: number
  readonly maxKeys: number
  readonly maxEntries: number
}

export class StaffRulesDetector implements Detector {
  readonly windows: FeatureWindows
  /** Of the event last observed: what a test run counts and shows. */
  hitsOfEvent: readonly Hit[] = []
  readonly #limits: Limits
  readonly #acts = new Map<string, Act>()
  #rules: readonly RunningRule[] = []
  #engine: RuleEngine<FeatureWindows> = engineOf([])
  #told: Suspicion[] = []
  #droppedActs = 0
  #sweepMs = 0

  constructor(limits: Limits, state?: Json) {
    const { latenessMinutes, memoryDays, maxActs, maxKeys, maxEntries } = limits
    if (!(memoryDays > 0 && maxActs >= 1)) throw new RangeError('memoryDays, maxActs')
    this.#limits = limits
    const kept = state as JsonRecord | undefined
    const latenessMs = latenessMinutes * MINUTE_MS
    this.windows = new FeatureWindows({ latenessMs, maxKeys, maxEntries }, kept?.windows)
    for (const [key, act] of (kept?.acts ?? []) as unknown as [string, Act][])
      this.#acts.set(key, act)
    this.#droppedActs = (kept?.droppedActs as number | undefined) ?? 0
    this.#sweepMs = (kept?.sweepMs as number | undefined) ?? 0
  }

  /** From the next event on, these rules run. Acts of rules that left are forgotten. */
  take(book: unknown): void {
    this.#rules = book as readonly RunningRule[]
    this.#engine = engineOf(this.#rules)
    const codes = new Set(this.#rules.map(({ code }) => code))
    for (const [key, { code }] of this.#acts) if (!codes.has(code)) this.#acts.delete(key)
  }

  observe(event: TradeEvent, atMs: number): void {
    this.windows.take(event, atMs)
    this.hitsOfEvent = this.#engine.evaluate(event.kind, this.windows)
    for (const hit of this.hitsOfEvent) this.#note(hit, event, atMs)
  }

  /** Once a day: acts live for weeks, and there may be many. */
  advance(nowMs: number): void {
    if (nowMs < this.#sweepMs) return
    this.#sweepMs = (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS
    const overMs = nowMs - this.#limits.memoryDays * DAY_MS
    for (const [key, act] of this.#acts) if (act.lastMs <= overMs) this.#acts.delete(key)
    this.#makeRoom()
  }

  drain(): Suspicion[] {
    const told = this.#told
    this.#told = []
    return told
  }

  state(): Json {
    const acts = [...this.#acts] as unknown as Json
    const [droppedActs, sweepMs] = [this.#droppedActs, this.#sweepMs]
    return { windows: this.windows.state(), acts, droppedActs, sweepMs }
  }

  /** Which rules have hit the subject; why a rule has not is asked of the rule, with the past at hand. */
  whyNot({ shop, account }: Asked): Answer {
    const name = shop ? shopName(shop) : account
    const acts = [...this.#acts.values()].filter(act => act.subject === name)
    const figures = this.#rules.map(rule => {
      const hits = acts.find(act => act.code === rule.code)?.hits ?? 0
      const titles = { zh: `规则《${rule.title.zh}》命中次数`, en: `hits of “${rule.title.en}”` }
      return figure({ name: rule.code, ...titles, value: hits, atLeast: 1, unit: 'count' })
    })
    return {
      seen: acts.length > 0,
      suspected: acts.length > 0,
      figures: figures.slice(0, 30),
      sentence: {
        zh: `现有 ${this.#rules.length} 条规则，其中 ${acts.length} 条命中该对象。未命中的原因请在规则页面逐条查询。`,
        en: `Of ${this.#rules.length} rules, ${acts.length} hit this subject. Why a rule did not is told on its own page.`,
      },
    }
  }

  losses() {
    return { ...this.windows.losses(), droppedActs: this.#droppedActs }
  }

  #note(hit: Hit, event: TradeEvent, atMs: number): void {
    const rule = this.#rules[hit.rule]!
    const shop = shopName(event)
    const account = 'buyer' in event ? event.buyer : ''
    const subject = rule.about === 'buyer' && account !== '' ? account : shop
    const { outcome, when } = rule.rule.lines[hit.line]!
    const { kind, eventId } = event
    const named = { code: rule.code, version: rule.version }
    const at = { kind, eventId, atMs }
    const inputs = { rule: named, line: hit.line, when, values: hit.values, event: at }
    const key = `${rule.code} ${subject}`
    let act = this.#acts.get(key)
    if (!act) {
      const begun = { code: rule.code, subject, firstMs: atMs, lastMs: atMs, hits: 0, nextTold: 1 }
      act = { ...begun, shops: [], accounts: [], references: [], level: outcome, inputs }
      this.#acts.set(key, act)
    }
    act.hits++
    act.lastMs = Math.max(act.lastMs, atMs)
    if (!act.shops.includes(shop) && act.shops.length < MAX_ACCOUNTS) act.shops.push(shop)
    if (account !== '' && !act.accounts.includes(account) && act.accounts.length < MAX_ACCOUNTS)
      act.accounts.push(account)
    if ('order' in event && act.references.length < MAX_REFERENCES) {
      const amountFen = 'amountFen' in event ? event.amountFen : 0
      act.references.push({ shop, account, order: event.order, atMs, amountFen })
    }
    if (rank(outcome) > rank(act.level)) Object.assign(act, { level: outcome, inputs })
    if (act.hits < act.nextTold) return
    act.nextTold = act.hits * 2
    this.#told.push(suspicionOf(act, rule, atMs))
  }

  #makeRoom(): void {
    const { maxActs } = this.#limits
    if (this.#acts.size <= maxActs) return
    const idleFirst = [...this.#acts].sort(([, a], [, b]) => a.lastMs - b.lastMs)
    const keep = maxActs - (maxActs >> 4)
    for (const [key] of idleFirst.slice(0, this.#acts.size - keep)) {
      this.#acts.delete(key)
      this.#droppedActs++
    }
  }
}

const engineOf = (rules: readonly RunningRule[]) =>
  new RuleEngine<FeatureWindows>(
    rules.map(({ rule }) => rule),
    { fields: publishedFields, reader: readerFor },
  )

const rank = (level: AlertLevel): number => ['low', 'medium', 'high'].indexOf(level)

function suspicionOf(act: Act, rule: RunningRule, nowMs: number): Suspicion {
  const { code, version, title } = rule
  const { inputs, firstMs, lastMs, hits } = act
  const days = spanOfDays(firstMs, lastMs)
  const explained = explanationOf(inputs)
  const grounds = groundsOf(explained)
  const words = (tongue: 'zh' | 'en') => inWords(grounds, tongue)
  const ofBuyer = rule.about === 'buyer' && act.accounts[0] === act.subject
  const shops: readonly ShopKey[] = act.shops.map(shopKey)
  return {
    behaviour: rule.behaviour,
    shops: ofBuyer ? [] : shops,
    victims: ofBuyer ? shops : [],
    accounts: [...act.accounts],
    severity: act.level,
    confidence: rule.confidence,
    window: { fromMs: firstMs, untilMs: lastMs },
    raisedMs: nowMs,
    key: `${code} ${act.subject}`,
    rule: { code, version, onTrial: rule.onTrial },
    evidence: { figures: figuresOf(explained), graph: graphOf(act) },
    inputs: inputs as unknown as JsonRecord,
    sentence: {
      zh: `${days.zh}，规则《${title.zh}》（第 ${version} 版）命中 ${hits} 次：${words('zh')}。`,
      en: `${days.en}: the rule “${title.en}” (version ${version}) hit ${counted(hits, 'time')}: ${words('en')}.`,
    },
  }
}

const explanationOf = ({ when, values }: Inputs) => explain(when, readKept(when, values))

/** Each test that carried the verdict, with the value it met. */
function inWords(grounds: readonly Ground[], tongue: 'zh' | 'en'): string {
  const said = grounds.slice(0, 6).map(({ test, value, met }) => {
    if ('known' in test || !met)
      return expressionOf(met ? test : { not: test }, publishedFields, tongue)
    const shown = shownValue(value, unitOf(test.term, publishedFields), tongue)
    const text = testOf(test, publishedFields, tongue)
    return tongue === 'zh' ? `${text}（实际 ${shown}）` : `${text} (was ${shown})`
  })
  return said.join(tongue === 'zh' ? '，' : ', ')
}

/** Numbers with their thresholds; what texts said stands in the sentence and in the inputs. */
function figuresOf(explained: Explanation): Figure[] {
  const leaves = leavesOf(explained)
  const seen = new Set<string>()
  return leaves
    .flatMap(({ test, value }) => {
      if ('known' in test || typeof value !== 'number') return []
      const unit = figureUnit(unitOf(test.term, publishedFields))
      const name = testOf(test, publishedFields, 'en')
      if (seen.has(name)) return []
      seen.add(name)
      const given = { name, zh: testOf(test, publishedFields, 'zh'), en: name, unit }
      const shown = unit === 'ms' ? value * 1000 : Math.round(value * 1e6) / 1e6
      if ('from' in test)
        return [figure({ ...given, value: shown, atLeast: inUnit(test.from, unit) })]
      if ('in' in test || !('value' in test.than)) return [figure({ ...given, value: shown })]
      const threshold = inUnit(Number(test.than.value), unit)
      if (test.is === '<' || test.is === '<=')
        return [figure({ ...given, value: shown, atMost: threshold })]
      return [figure({ ...given, value: shown, atLeast: threshold })]
    })
    .slice(0, 30)
}

const inUnit = (value: number, unit: Figure['unit']) => (unit === 'ms' ? value * 1000 : value)

type Leaf = Extract<Explanation, { test: unknown }>

const leavesOf = (part: Explanation): Leaf[] =>
  'test' in part
    ? [part]
    : 'not' in part
      ? []
      : ('all' in part ? part.all : part.any)
          .filter(({ met }) => met === part.met)
          .flatMap(leavesOf)

function figureUnit(unit: ReturnType<typeof unitOf>): Figure['unit'] {
  if (unit === undefined) return 'ratio'
  return unit === 's' ? 'ms' : unit
}

function graphOf(act: Act) {
  const nodes = new Map<string, GraphNode>(
    act.shops.map(shop => [shop, { id: shop, kind: 'shop', label: shop, role: 'core' }]),
  )
  for (const account of act.accounts)
    nodes.set(account, { id: account, kind: 'account', label: account, role: 'core' })
  const edges = act.references
    .filter(({ account }) => nodes.has(account))
    .map(({ shop, account, order, atMs, amountFen }) => ({
      from: account,
      to: shop,
      kind: 'order' as const,
      role: 'core' as const,
      atMs,
      reference: order,
      amountFen,
    }))
  return boundedGraph({ nodes: [...nodes.values()], edges })
}

const limitsOf = (parameters: Parameters): Limits => ({
  latenessMinutes: numberOf(parameters, 'latenessMinutes'),
  memoryDays: numberOf(parameters, 'memoryDays'),
  maxActs: numberOf(parameters, 'maxActs'),
  maxKeys: numberOf(parameters, 'maxKeys'),
  maxEntries: numberOf(parameters, 'maxEntries'),
})

export const staffRules: Omit<Model, 'create'> & {
  create(parameters: Parameters, state?: Json): StaffRulesDetector
} = {
  card,
  create: (parameters, state) => new StaffRulesDetector(limitsOf(parameters), state),
  recompute: inputs => figuresOf(explanationOf(inputs as unknown as Inputs)),
}
