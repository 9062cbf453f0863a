/**
 * The parts of an organisation's or shop's name: region, trade name, line of business, legal form
 * (企业名称登记管理规定, art. 6) or shop suffix. Only the trade name is chosen freely: legal forms agree by
 * chance nearly always, lines of business often.
 */
import { arabicNumerals } from './chinese-text.ts'
import { isSubsequence } from './edit-distance.ts'

export interface OrganisationName {
  /** Leading administrative area without its rank: 河北宁晋; empty when the name starts without. */
  region: string
  /** The trade name (字号), all that tells it from its neighbours. */
  tradeName: string
  /** What it says of its line of business; empty when it says nothing. */
  industry: string
  /** Legal form or shop suffix: 有限公司, 官方旗舰店. */
  form: string
}

const LEGAL_FORMS_ZH = endingIn(
  '股份有限公司 有限责任公司 有限公司 集团公司 总公司 分公司 公司 集团 普通合伙 有限合伙 合伙企业 个人独资企业 ' +
    '农民专业合作社联合社 农民专业合作社 专业合作社 合作社 个体工商户',
)
const SHOP_SUFFIXES = endingIn(
  '官方旗舰店 旗舰店 专卖店 专营店 官方店 企业店 自营店 直营店 工厂店 海外店 网店 网铺 店铺 小店 分店 总店 商城 官方 店',
)

const PROVINCES =
  '北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|' +
  '陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门'
const REGION = new RegExp(
  `^(?:中国)?(?:(${PROVINCES})(?:维吾尔|壮族|回族)?(?:省|市|自治区|特别行政区)?)?` +
    '(?:(\\p{Script=Han}{2,4}?)(?:(?<![超门夜菜])市|地区|自治州))?' +
    '(?:(\\p{Script=Han}{1,6}?)(?:县|(?<![小社园校厂])区|旗(?!舰)))?',
  'u',
)

/** Reads a folded name (`foldText`) of an organisation or shop in Chinese characters. */
export function organisationName(folded: string): OrganisationName {
  const name = arabicNumerals(folded.replaceAll(' ', ''))
  const { region, rest } = splitRegion(name)
  let core = rest
  for (;;) {
    const shorter = core.replace(SHOP_SUFFIXES, '').replace(LEGAL_FORMS_ZH, '')
    // A name that is nothing but suffixes (某店) keeps them: something must be left to compare.
    if (shorter === core || [...shorter].length < 2) break
    core = shorter
  }
  return { region, ...splitIndustry(core), form: rest.slice(core.length) }
}

/** Longest alternatives first, one or more of them, at the end of the text. */
function endingIn(words: string): RegExp {
  return new RegExp(`(?:${words.split(' ').join('|')})+$`, 'u')
}

function splitRegion(name: string): { region: string; rest: string } {
  const match = REGION.exec(name)
  const region = match?.slice(1).filter(Boolean).join('') ?? ''
  const rest = name.slice(match?.[0].length ?? 0)
  return [...rest].length < 2 ? { region: '', rest: name } : { region, rest }
}

const INDUSTRIES = endingIn(
  '电子商务 电商 网络科技 信息科技 信息技术 生物科技 科技 技术 网络 商贸 贸易 工贸 实业 商务 服饰 服装 纺织 鞋业 箱包 ' +
    '食品 粮油 农业 农资 种业 医药 药业 化妆品 日化 家居 家具 建材 五金 机械 电缆 线缆 电器 电子 汽配 物流 快递 供应链 ' +
    '传媒 文化 百货 超市 商行 经营部 商店 门市部 批发部 销售部 加工厂 制造 厂',
)

function splitIndustry(core: string): { tradeName: string; industry: string } {
  const industry = INDUSTRIES.exec(core)?.[0] ?? ''
  const tradeName = core.slice(0, core.length - industry.length)
  return [...tradeName].length < 2 ? { tradeName: core, industry: '' } : { tradeName, industry }
}

/**
 * Whether two regions can be one place: 宁晋 is the end of 河北邢台宁晋 and may lie in 河北; 宁晋 is not 清河.
 */
export function regionsAgree(a: string, b: string): boolean {
  if (isSubsequence(a, b) || isSubsequence(b, a)) return true
  const provinces = [a, b].map(region => PROVINCE_AT_START.exec(region)?.[0])
  if (provinces[0] && provinces[1]) return false
  return provinces[0] === a || provinces[1] === b
}

const PROVINCE_AT_START = new RegExp(`^(?:${PROVINCES})`, 'u')

const LEGAL_FORMS_LATIN = (
  'gesellschaft mit beschrankter haftung|societatea cu raspundere limitata|joint stock company|' +
  'public joint stock company|open joint stock company|closed joint stock company|gmbh co kg|' +
  'limited liability company|public limited company|private limited|aktiengesellschaft|' +
  'incorporated|corporation|company|limited|gmbh|ag|kg|se|ltd|inc|corp|co|llc|lp|llp|plc|sa|sas|' +
  'sarl|srl|spa|bv|bvba|nv|as|ab|oy|kk|pte|pty|jsc|ojsc|cjsc|pjsc|oao|ooo|zao|pao|ao|sa de cv|' +
  'de cv|cia|ltda'
).split('|')
const LEGAL_FORM_PATTERN = new RegExp(
  `\\b(?:${LEGAL_FORMS_LATIN.sort((a, b) => b.length - a.length).join('|')})\\b`,
  'g',
)

/**
 * The words of a folded Latin name without its legal form; dotted initials are joined (g m b h).
 */
export function organisationWords(folded: string): { words: string[]; stripped: boolean } {
  const joined = joinInitials(folded)
  const core = joined.replace(LEGAL_FORM_PATTERN, ' ').replace(/\s+/g, ' ').trim()
  const kept = core === '' ? joined : core
  return { words: kept.split(' '), stripped: kept !== joined }
}

function joinInitials(folded: string): string {
  return folded.replace(/\b\p{L}(?: \p{L})+\b/gu, run => run.replaceAll(' ', ''))
}
