/**
 * Why a node, an edge or a block is suspected, as data and as a sentence that a person who never
 * saw a graph can check. A suspicion is not a finding: every sentence states what was seen, no
 * verdict.
 */

export interface Reason {
  code: ReasonCode
  values: Record<string, number>
  zh: string
  en: string
}

export type ReasonCode = keyof typeof SENTENCES

/** `{name}` is replaced by that value. */
const SENTENCES = {
  'dense-block': {
    zh: '{members} 个成员之间有 {edges} 次关联，按各自活跃程度只应有约 {expected} 次。',
    en: '{members} members share {edges} links; their own activity would bring about {expected}.',
  },
  'in-block': {
    zh: '与异常稠密群组的关联远多于偶然（证据强度 {nats}）。',
    en: 'Linked to an abnormally dense group far beyond chance (evidence {nats} nats).',
  },
  lockstep: {
    zh: '与另外 {companions} 个账号反复出现在相同的冷门去处，难以用偶然解释。',
    en: 'Keeps appearing at the same uncommon places as {companions} other accounts.',
  },
  coincidence: {
    zh: '与其他账号同去的冷门去处多于偶然（证据强度 {nats}）；单凭这一点不足以认定。',
    en:
      'Was at the same uncommon places as others, beyond chance (evidence {nats} nats); weak on ' +
      'its own.',
  },
  flocking: {
    zh: '此处有 {once} 个账号全网只出现过这一次，按回头客推算约多出 {surplus} 个。',
    en:
      'Of the accounts here, {once} appear nowhere else: some {surplus} more than those who return ' +
      'foretell.',
  },
  'suspect-visitors': {
    zh: '在 {visits} 次到访中，预计约 {suspect} 次来自被雇用或被收买的账号。',
    en: 'Of {visits} visits, some {suspect} are expected to be by hired or bought accounts.',
  },
  'single-appearance': {
    zh: '该账号在全网只出现过一次。',
    en: 'The account appears once in the whole network.',
  },
  'close-company': {
    zh: '有 {degree} 个同伴，所在圈子中每人至少与 {core} 人相连。',
    en: 'Has {degree} fellows, within a circle where everyone knows at least {core} others.',
  },
  'closed-company': {
    zh: '同伴之间彼此相连的程度远超偶然（证据强度 {nats}）。',
    en: 'Its fellows know each other far beyond chance (evidence {nats} nats).',
  },
  'repeated-company': {
    zh:
      '与其中 {fellows} 个同伴各有互不相识的共同同伴，同场一次不足以解释；' +
      '扣除单次同场后证据强度为 {nats}。',
    en:
      'With {fellows} of its fellows it shares fellows who are strangers to each other, which no ' +
      'single occasion explains; without single occasions, evidence {nats} nats.',
  },
  'one-occasion': {
    zh: '全部 {degree} 个同伴的来往完全相同，可能只是同一场合。',
    en: 'All {degree} fellows keep the very same company: one shared occasion would explain them.',
  },
  disagreement: {
    zh: '给出的评分与他人共识平均相差 {distance}（满幅 2）。',
    en: 'Its ratings lie {distance} from the consensus of others on average (full scale 2).',
  },
  slander: {
    zh: '它差评了他人不差评的对象，程度超出偶然与个人习惯（证据强度 {nats}）。',
    en: 'It condemns those whom others do not, beyond chance and habit (evidence {nats} nats).',
  },
  'praises-distrusted': {
    zh: '它称赞的对象在他人眼中的平均口碑为 {standing}（-1 至 1）。',
    en: 'Those it praises stand at {standing} with others (from -1 to 1).',
  },
  'short-lived': {
    zh: '从第一次到最后一次评分只有 {days} 天。',
    en: 'Only {days} days from its first rating to its last.',
  },
  'few-ratings': {
    zh: '只给出过 {given} 次评分。',
    en: 'It gave only {given} ratings.',
  },
} as const

/** Values are rounded to three significant digits, in the sentence and in the data alike. */
export function reason(code: ReasonCode, values: Record<string, number> = {}): Reason {
  const rounded = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Number.isInteger(value) ? value : Number(value.toPrecision(3)),
    ]),
  )
  const fill = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, name) => String(rounded[name]))
  const { zh, en } = SENTENCES[code]
  return { code, values: rounded, zh: fill(zh), en: fill(en) }
}
