/**
 * Links between operators and the graph around one (requirement 14.2). A reason's weight is policy, divided by the binary
 * logarithm of how many share it: two strangers behind one device say something, sixty shops of one courier's counter
 * say nothing. Reasons of one link add up as independent signs do, 1 − Π (1 − w).
 */
import {
  type RelationKind,
  type RelationLink,
  type RelationReason,
  relationKinds,
  relationLimits,
} from '#contract'
import { type Profile, readKeepers, readProfiles } from '#modules/subjects'
import type { Db } from '#platform/database'
import { shopName } from '../evidence.ts'
import type { ShopTokenRow } from '../tables.ts'
import { sharedTokens } from './tokens.ts'
import { alikeTo } from './traits.ts'

export type Weights = Readonly<Record<RelationKind, number>>

/** Every link with at least one end among `ids`, the heaviest first. */
export async function linksOf(
  db: Db,
  ids: readonly string[],
  weights: Weights,
): Promise<RelationLink[]> {
  const own = await readProfiles(db, ids)
  const links = new Links()
  await addTokens(db, own, weights, links)
  const alike = await alikeTo(db, [...own.keys()])
  const profiles = await readProfiles(db, [
    ...new Set([...links.subjects(), ...alike.flatMap(({ pair }) => pair)]),
  ])
  for (const { kind, pair, written, likeness, sharedBy } of alike) {
    const [a, b] = pair.map(id => profiles.get(id))
    if (!a || !b) continue
    const name = kind === 'name' ? 'name-likeness' : 'address-likeness'
    const why = likeness.reasons.map(({ zh }) => zh).join('、')
    const whyEn = likeness.reasons.map(({ en }) => en).join(', ')
    links.add(pair, {
      kind: name,
      zh: `${reasonNames[name].zh}：“${written[0]}”与“${written[1]}”（${why}）`,
      en: `${reasonNames[name].en}: “${written[0]}” and “${written[1]}” (${whyEn})`,
      weight: rounded((weights[name] * likeness.score) / Math.log2(sharedBy)),
      sharedBy,
      since: null,
      facts: [registrationOf(a), registrationOf(b)],
    })
  }
  addSurnames(profiles, weights, links)
  return links.sorted()
}

async function addTokens(
  db: Db,
  own: ReadonlyMap<string, Profile>,
  weights: Weights,
  links: Links,
): Promise<void> {
  const shops = [...own.values()].flatMap(profile => profile.shops.map(shopName))
  const tokens = await sharedTokens(db, shops)
  const seen = new Set(tokens.flatMap(({ sightings }) => sightings.map(shopName)))
  const keepers = await readKeepers(db, [...seen])
  for (const { kind, sightings } of tokens) {
    /** The first sighting of each subject with the token. */
    const holders = new Map<string, ShopTokenRow>()
    for (const row of sightings.toSorted((a, b) => a.seen_at.getTime() - b.seen_at.getTime())) {
      const holder = keepers.get(shopName(row))?.sellerId
      if (holder !== undefined && !holders.has(holder)) holders.set(holder, row)
    }
    for (const [a, rowA] of holders) {
      if (!own.has(a)) continue
      for (const [b, rowB] of holders)
        if (a !== b && !(own.has(b) && b < a))
          links.add([a, b], tokenReason(kind, [rowA, rowB], holders.size, weights))
    }
  }
}

function tokenReason(
  kind: RelationKind,
  rows: readonly [ShopTokenRow, ShopTokenRow],
  sharedBy: number,
  weights: Weights,
): RelationReason {
  const { zh, en } = reasonNames[kind]
  const since = new Date(Math.max(...rows.map(row => row.seen_at.getTime())))
  return {
    kind,
    zh: `${zh}（${sharedBy} 个主体共用）`,
    en: `${en} (shared by ${sharedBy} subjects)`,
    weight: rounded(weights[kind] / Math.log2(sharedBy)),
    sharedBy,
    since: since.toISOString(),
    facts: rows.map(row => ({
      batchId: row.batch_id,
      ordinal: row.ordinal,
      zh: `${factNames[row.fact_type]?.zh ?? row.fact_type}（${row.platform} ${row.shop}）`,
      en: `${factNames[row.fact_type]?.en ?? row.fact_type} (${row.platform} ${row.shop})`,
    })),
  }
}

const registrationOf = ({ fact, shown_name }: Profile) => ({
  batchId: fact.batch_id,
  ordinal: fact.ordinal,
  zh: `登记信息（${shown_name}）`,
  en: `the registration of ${shown_name}`,
})

/** Half a county is called 王: a surname only adds to what already links two people. */
function addSurnames(profiles: ReadonlyMap<string, Profile>, weights: Weights, links: Links): void {
  for (const [a, b] of links.pairs()) {
    const [one, other] = [profiles.get(a), profiles.get(b)]
    const surname = surnameOf(one)
    if (!one || !other || surname === '' || surname !== surnameOf(other)) continue
    links.add([a, b], {
      kind: 'surname',
      zh: `经营者同姓（${surname}），可能为亲属`,
      en: `the operators bear the surname ${surname} and may be relatives`,
      weight: weights.surname,
      sharedBy: 2,
      since: null,
      facts: [registrationOf(one), registrationOf(other)],
    })
  }
}

/** Of a natural person, from the masked name; of a sole trader that names its owner in brackets, from there. */
function surnameOf(profile: Profile | undefined): string {
  const shown = profile?.shown_name ?? ''
  return (
    /^(\p{Script=Han}{1,2})\*/u.exec(shown)?.[1] ??
    /[（(](\p{Script=Han})\p{Script=Han}{1,3}[)）]$/u.exec(shown)?.[1] ??
    ''
  )
}

class Links {
  readonly #links = new Map<
    string,
    { pair: readonly [string, string]; reasons: RelationReason[] }
  >()

  add([a, b]: readonly [string, string], reason: RelationReason): void {
    const pair = a < b ? ([a, b] as const) : ([b, a] as const)
    const key = pair.join(' ')
    const link = this.#links.get(key) ?? { pair, reasons: [] }
    this.#links.set(key, link)
    // Of several tokens of one kind, or several like names, the heaviest speaks.
    const same = link.reasons.findIndex(({ kind }) => kind === reason.kind)
    if (same < 0) link.reasons.push(reason)
    else if (link.reasons[same]!.weight < reason.weight) link.reasons[same] = reason
  }

  pairs(): (readonly [string, string])[] {
    return [...this.#links.values()].map(({ pair }) => pair)
  }

  subjects(): Set<string> {
    return new Set(this.pairs().flat())
  }

  sorted(): RelationLink[] {
    const order = (kind: RelationKind) => relationKinds.indexOf(kind)
    return [...this.#links.values()]
      .map(({ pair: [from, to], reasons }) => ({
        from,
        to,
        weight: combined(reasons.map(({ weight }) => weight)),
        reasons: reasons.toSorted((a, b) => b.weight - a.weight || order(a.kind) - order(b.kind)),
      }))
      .sort((a, b) => b.weight - a.weight || (a.from + a.to < b.from + b.to ? -1 : 1))
  }
}

export const combined = (weights: readonly number[]): number =>
  rounded(1 - weights.reduce((left, weight) => left * (1 - weight), 1))

const rounded = (weight: number): number => Math.round(Math.min(1, weight) * 1000) / 1000

export type Around = {
  /** Links between, by subject; the root has 0. */
  readonly hops: ReadonlyMap<string, number>
  readonly links: readonly RelationLink[]
  readonly omitted: number
}

/** The subjects within `hops` links of at least `least` weight around one, and every such link among them. */
export async function linksAround(
  db: Db,
  root: string,
  { hops, least, weights }: { hops: number; least: number; weights: Weights },
): Promise<Around> {
  const reached = new Map([[root, 0]])
  const heavy = async (ids: readonly string[]) =>
    (await linksOf(db, ids, weights)).filter(({ weight }) => weight >= least)
  let frontier = [root]
  let omitted = 0
  for (let hop = 1; hop <= hops && frontier.length > 0; hop++) {
    const next: string[] = []
    for (const { from, to } of await heavy(frontier))
      for (const id of [from, to]) {
        if (reached.has(id)) continue
        if (reached.size >= relationLimits.nodes) {
          omitted++
          continue
        }
        reached.set(id, hop)
        next.push(id)
      }
    frontier = next
  }
  const links = (await heavy([...reached.keys()]))
    .filter(({ from, to }) => reached.has(from) && reached.has(to))
    .slice(0, relationLimits.links)
  return { hops: reached, links, omitted }
}

export const reasonNames: Readonly<Record<RelationKind, { zh: string; en: string }>> = {
  licence: { zh: '使用同一证照', en: 'the same licence' },
  account: { zh: '使用同一结算账户', en: 'the same settlement account' },
  payee: { zh: '使用同一收款方', en: 'the same payee' },
  device: { zh: '使用同一设备', en: 'the same device' },
  address: { zh: '使用同一地址', en: 'the same address' },
  'sender-node': { zh: '从同一网点寄件', en: 'parcels posted at the same point' },
  'address-likeness': { zh: '登记地址相近', en: 'like addresses' },
  'name-likeness': { zh: '名称相近', en: 'like names' },
  surname: { zh: '经营者同姓', en: 'the same surname' },
}

const factNames: Readonly<Record<string, { zh: string; en: string }>> = {
  'detection.operator-token': { zh: '平台或机构报送', en: 'as reported' },
  'payment.made': { zh: '支付事件', en: 'a payment' },
  'parcel.sent': { zh: '揽收事件', en: 'a parcel sent' },
}
