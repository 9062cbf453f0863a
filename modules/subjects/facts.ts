/**
 * Facts about who someone is: each is logged, kept whole in `subjects.fact`, and told again as a sentence in the
 * subject's history. Personal fields stand in them only sealed.
 */
import { type Bilingual, type ErasureGround, erasureGroundNames } from '#contract'
import { type FactSource, type JsonObject, logFacts } from '#modules/transparency'
import { insertRows, type Tx } from '#platform/database'
import { publish } from '#platform/stream'
import type { Directory } from './directory.ts'
import type { Said } from './registrar.ts'

export const factTypes = [
  'subjects.registered',
  'subjects.amended',
  'subjects.identified',
  'subjects.verified',
  'subjects.shop-opened',
  'subjects.shop-closed',
  'subjects.merged',
  'subjects.split',
  'subjects.should-register',
  'subjects.erased',
] as const
export type FactType = (typeof factTypes)[number]

export type FactDraft = {
  readonly subjectId: string
  readonly type: FactType
  readonly body: JsonObject
}

/** Logs and stores the facts and tells the stream which subjects changed. */
export async function appendFacts(
  tx: Tx,
  { actor, at, ids }: Said,
  drafts: readonly FactDraft[],
): Promise<void> {
  if (drafts.length === 0) return
  const factIds = drafts.map(() => ids.next())
  const { batchId, bodies } = await logFacts(
    tx,
    ids,
    drafts.map(({ type, subjectId, body }, i) => ({
      type,
      body: {
        id: factIds[i],
        subject: subjectId,
        at: at.toISOString(),
        by: actor.organisationId,
        ...body,
      },
    })),
  )
  await insertRows(tx, 'subjects.fact', {
    subject_id: { type: 'uuid', values: drafts.map(draft => draft.subjectId) },
    fact_id: { type: 'uuid', values: factIds },
    type: { type: 'text', values: drafts.map(draft => draft.type) },
    at: { type: 'timestamptz', values: drafts.map(() => at) },
    body: { type: 'text', values: bodies },
    batch_id: { type: 'uuid', values: drafts.map(() => batchId) },
    ordinal: { type: 'int', values: drafts.map((_, i) => i) },
  })
  await publishChanged(tx, [...new Set(drafts.map(draft => draft.subjectId))])
}

/** A message is small: a long list of subjects goes out in several. */
const subjectsPerMessage = 1_000

async function publishChanged(tx: Tx, subjects: readonly string[]): Promise<void> {
  for (let i = 0; i < subjects.length; i += subjectsPerMessage) {
    const part = subjects.slice(i, i + subjectsPerMessage)
    await publish(tx, 'subjects.changed', part[0]!, { subjects: part })
  }
}

export const subjectsFactSources: readonly FactSource[] = factTypes.map(type => ({
  type,
  table: 'subjects.fact',
  key: 'fact_id',
  columnsOf: body => ({
    subject_id: body.subject,
    fact_id: body.id,
    type: body.fact,
    at: new Date(String(body.at)),
  }),
}))

const sentences: Record<FactType, Bilingual> = {
  'subjects.registered': { zh: '登记主体', en: 'The subject was registered' },
  'subjects.amended': { zh: '变更登记信息', en: 'The registration was amended' },
  'subjects.identified': { zh: '增加代码', en: 'A further code was mapped to the subject' },
  'subjects.verified': { zh: '身份核验', en: 'The identity was verified' },
  'subjects.shop-opened': { zh: '开设网店', en: 'A shop was opened' },
  'subjects.shop-closed': { zh: '关闭网店', en: 'A shop was closed' },
  'subjects.merged': { zh: '并入重复主体', en: 'A duplicate was merged in' },
  'subjects.split': { zh: '撤销合并', en: 'A merge was undone' },
  'subjects.should-register': {
    zh: '年销售额超过零星小额上限，应当办理登记',
    en: 'Yearly sales passed the ceiling of petty trade: should register',
  },
  'subjects.erased': { zh: '销毁个人信息密钥', en: 'The key of personal fields was destroyed' },
}

/** What a fact says, in one sentence that holds no personal field. */
export function factSentence(type: string, body: JsonObject, directory: Directory): Bilingual {
  const { zh, en } = sentences[type as FactType] ?? { zh: type, en: type }
  const detail = detailOf(type, body, directory)
  return detail ? { zh: `${zh}：${detail.zh}`, en: `${en}: ${detail.en}` } : { zh, en }
}

const outcomes: Readonly<Record<string, Bilingual>> = {
  passed: { zh: '通过', en: 'passed' },
  failed: { zh: '未通过', en: 'failed' },
}

function detailOf(type: string, body: JsonObject, directory: Directory): Bilingual | undefined {
  if (type === 'subjects.shop-opened' || type === 'subjects.shop-closed') {
    const shop = `${directory.platform(String(body.platform))} ${String(body.name ?? body.shop)}`
    return { zh: shop, en: shop }
  }
  if (type === 'subjects.verified') {
    const outcome = outcomes[String(body.result)]!
    const verifier = directory.platform(String(body.verifier))
    return { zh: `${verifier}，${outcome.zh}`, en: `${verifier}, ${outcome.en}` }
  }
  if (type === 'subjects.erased') return erasureGroundNames[body.ground as ErasureGround]
  return undefined
}
