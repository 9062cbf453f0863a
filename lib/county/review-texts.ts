/**
 * What buyers write. Honest texts are composed from many interchangeable clauses, so that two alike
 * are rare; texts written to order vary one template a little, as they do in life; threats and
 * withdrawals follow the pattern of extortion by bad reviews.
 */

import type { Category } from './catalogue.ts'
import type { Random } from './random.ts'

const OCCASIONS = [
  '给爸妈买的',
  '第二次回购',
  '同事推荐来的',
  '比价了好几家才下单',
  '搬新家用',
  '换季囤货',
  '办公室用',
  '孩子学校要用',
  '老家亲戚托我买',
  '等了活动才买',
  '看图片犹豫了很久',
  '邻居家用着好我也来一份',
  '之前那家关了换到这家',
  '头一回在网上买这个',
  '送人的',
  '自己用',
  '店里补货',
  '周末做饭要用',
  '出差前买的',
  '直播里看到的',
]
const DELIVERY_GOOD = [
  '隔天就到了',
  '快递送到门口',
  '包装裹了好几层',
  '箱子没有磕碰',
  '比预计早一天',
  '驿站取的很方便',
  '快递员提前打了电话',
  '下午拍的第二天发货',
  '雨天也没湿',
  '物流一直有更新',
  '三天到的还可以',
  '发货速度行',
]
const DELIVERY_BAD = [
  '等了快一周',
  '箱子压扁了',
  '物流停了三天没动',
  '快递扔在楼下',
  '催了两次才发货',
  '包装只有一层袋子',
  '显示签收其实没收到',
  '送错了小区',
]
const SERVICE_GOOD = [
  '客服回得快',
  '问了尺寸讲得很细',
  '少发的马上补了',
  '店家主动留言',
  '退换也爽快',
  '客服大姐很耐心',
  '开票没有啰嗦',
  '半夜问也有人回',
]
const SERVICE_BAD = [
  '客服半天不回',
  '一直让我等',
  '退货要自己出运费',
  '推来推去',
  '说好的赠品没有',
  '电话打不通',
  '只会发表情',
]
const CLOSINGS_GOOD = [
  '会再来',
  '先用着看看',
  '值这个价',
  '家里人都满意',
  '已经推荐给朋友',
  '放心了',
  '用一段时间再追评',
  '这个价位没得挑',
  '下次买别的颜色',
  '五分给得心甘情愿',
  '总体满意',
  '没有踩雷',
]
const CLOSINGS_MIDDLE = [
  '凑合能用',
  '一分钱一分货吧',
  '没有想象的好',
  '先这样',
  '勉强三星',
  '希望改进',
  '下次再看看别家',
]
const CLOSINGS_BAD = [
  '不会再买',
  '失望',
  '申请退款了',
  '白花钱',
  '建议别买',
  '等处理结果',
  '图片骗人',
  '浪费时间',
]
const DEGREES = ['', '', '', '真的', '确实', '果然']
const JOINTS = [',', ',', ',', ',', '。', '。', '!', ' ', ';']

/** An honest review of a score 1..5 about a product of the category. */
export function honestReview(random: Random, category: Category, score: number): string {
  const product = random.pick(category.products)
  const clauses: string[] = []
  if (random.chance(0.45)) clauses.push(random.pick(OCCASIONS))
  if (score >= 4) {
    const praise = random.sample(category.praise, random.between(1, 3))
    clauses.push(`${random.chance(0.6) ? product : ''}${random.pick(DEGREES)}${praise[0]}`)
    clauses.push(...praise.slice(1))
    if (random.chance(0.5)) clauses.push(random.pick(DELIVERY_GOOD))
    if (random.chance(0.3)) clauses.push(random.pick(SERVICE_GOOD))
    if (score === 4 && random.chance(0.6)) clauses.push(`就是${random.pick(category.blame)}`)
    if (random.chance(0.6)) clauses.push(random.pick(CLOSINGS_GOOD))
  } else {
    const blame = random.sample(category.blame, score === 3 ? 1 : random.between(1, 2))
    if (score === 3) clauses.push(random.pick(category.praise))
    clauses.push(`${random.chance(0.6) ? product : ''}${random.pick(DEGREES)}${blame[0]}`)
    clauses.push(...blame.slice(1))
    if (random.chance(0.45)) clauses.push(random.pick(DELIVERY_BAD))
    if (random.chance(0.45)) clauses.push(random.pick(SERVICE_BAD))
    clauses.push(random.pick(score === 3 ? CLOSINGS_MIDDLE : CLOSINGS_BAD))
  }
  return joined(random, mostlyInOrder(random, clauses))
}

/** A text that customers are told to write: long, and each copy changed in a word or two. */
export function orderedTemplate(random: Random, category: Category): string[] {
  return [
    random.pick(OCCASIONS),
    `${random.pick(category.products)}收到了`,
    ...random.sample(category.praise, 4),
    random.pick(DELIVERY_GOOD),
    random.pick(SERVICE_GOOD),
    '强烈推荐大家购买',
    random.pick(CLOSINGS_GOOD),
  ]
}

/** One copy of a template: a clause may be dropped, two may change places, one is worn down. */
export function orderedCopy(random: Random, template: readonly string[]): string {
  const clauses = [...template]
  if (random.chance(0.5)) clauses.splice(random.below(clauses.length), 1)
  if (random.chance(0.35)) {
    const place = random.below(clauses.length - 1)
    const held = clauses[place]!
    clauses[place] = clauses[place + 1]!
    clauses[place + 1] = held
  }
  if (random.chance(0.5))
    clauses[random.below(clauses.length)] += random.pick(['呢', '哦', '呀', '啦'])
  return clauses.join(',') + random.pick(['。', '!', '~', ''])
}

const THREAT_DEMANDS = ['转我两百', '补偿三百', '先退全款再谈', '给个红包', '五百私了']
const THREAT_ENDS = [
  '不然几个号一起差评',
  '否则挂到群里',
  '我认识的人多',
  '不给就投诉到底',
  '自己看着办',
]
const THREAT_OPENINGS = [
  '商家看到联系我',
  '懂行的都知道怎么处理',
  '我不缺这点钱',
  '给你一天时间',
  '别装看不见',
]

/** What the extortionist writes to the shop's service. */
export function extortionMessage(random: Random): string {
  const clauses = [
    random.pick(THREAT_OPENINGS),
    random.pick(THREAT_DEMANDS),
    random.pick(THREAT_ENDS),
  ]
  return joined(random, clauses)
}

/** The bad review that goes with it. */
export function extortionReview(random: Random, category: Category): string {
  const blame = random.sample(category.blame, 2)
  const clauses = [...blame, random.pick(CLOSINGS_BAD), random.pick(THREAT_OPENINGS)]
  return joined(random, random.shuffle(clauses))
}

/** The follow-up once the money has come. */
export function withdrawnReview(random: Random): string {
  const opening = random.pick(['商家已处理', '已经沟通好了', '误会解除', '店家态度很好'])
  return joined(random, [opening, random.pick(['改为好评', '之前评价作废', '满意', '解决了'])])
}

function joined(random: Random, clauses: string[]): string {
  let text = clauses[0]!
  for (const clause of clauses.slice(1)) text += random.pick(JOINTS) + clause
  return text + random.pick(['', '', '。', '!', '~'])
}

function mostlyInOrder(random: Random, clauses: string[]): string[] {
  return random.chance(0.4) ? random.shuffle(clauses) : clauses
}
