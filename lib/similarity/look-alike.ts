/**
 * Tells whether a web address passes itself off as a registered site (clause 3.9): the same
 * owner's domain, a look-alike with the trick it uses, or unrelated. A look-alike is a warning
 * for the reader and a clue for the officer, not a finding: brands own other suffixes of their
 * names too.
 */
import { type DomainParts, parseDomain, parseShopAddress, unicodeLabel } from '#lib/identifiers'
import { type ChineseConverters, hasHan, plainConverters } from './chinese-text.ts'
import { skeletonOf } from './confusables.ts'
import { damerauLevenshtein } from './edit-distance.ts'

/** The trick, most telling first. */
export type LookAlikeTrick =
  | 'homoglyph'
  | 'digit-swap'
  | 'bait-name'
  | 'hyphen'
  | 'added-words'
  | 'misspelling'
  | 'pinyin'
  | 'other-suffix'

export type LookAlikeVerdict =
  | { verdict: 'registered'; domain: string; zh: string; en: string }
  | {
      verdict: 'look-alike'
      domain: string
      /** The registered domain it imitates. */
      of: string
      trick: LookAlikeTrick
      /** Edits between the labels, for misspellings. */
      distance?: number
      zh: string
      en: string
    }
  | { verdict: 'unrelated'; domain: string; zh: string; en: string }
  | { verdict: 'unreadable'; zh: string; en: string }

export type LookAlikeCheck = (address: string) => LookAlikeVerdict

/**
 * Reads the registered sites once and answers how to judge an address or domain against them, in
 * O(registered) per address. Sites that cannot be read are left out.
 */
export function lookAlikeCheck(
  registered: readonly string[],
  converters: ChineseConverters = plainConverters,
): LookAlikeCheck {
  const read = (text: string) => formsOf(domainOf(text), converters)
  const sites = registered.flatMap(text => read(text) ?? []).filter(site => site.label !== '')
  return address => {
    const domain = read(address)
    if (!domain) {
      return { verdict: 'unreadable', zh: '无法识别的网址', en: 'not a readable web address' }
    }
    const own = sites.find(site => domain.registrable === site.registrable)
    if (own) {
      return {
        verdict: 'registered',
        domain: domain.unicode,
        zh: `属于已登记的网站 ${unicodeName(own)}`,
        en: `belongs to the registered site ${unicodeName(own)}`,
      }
    }
    const found = sites
      .flatMap(site => trickOf(domain, site) ?? [])
      .sort((a, b) => RANK.indexOf(a.trick) - RANK.indexOf(b.trick) || a.distance - b.distance)[0]
    if (found) return describe(domain, found)
    return {
      verdict: 'unrelated',
      domain: domain.unicode,
      zh: '与已登记的网站不相似',
      en: 'is not like any registered site',
    }
  }
}

/** Most telling first; a name spelt wrong is also a name with letters added. */
const RANK: readonly LookAlikeTrick[] = [
  'homoglyph',
  'digit-swap',
  'bait-name',
  'hyphen',
  'misspelling',
  'added-words',
  'pinyin',
  'other-suffix',
]

/** A domain with the forms of its label that are compared, each made once. */
interface Forms extends DomainParts {
  simplified: string
  skeleton: string
  sound: string
}

interface Found {
  site: Forms
  trick: LookAlikeTrick
  distance: number
}

function domainOf(address: string): DomainParts | undefined {
  const bare = parseDomain(address)
  if (bare.ok) return bare.parts
  const full = parseShopAddress(address)
  if (full.ok) return full.parts.domain
  if (full.code !== 'credentials') return undefined
  // https://taobao.com@evil.cn opens evil.cn: what stands before the @ is bait like a subdomain.
  const bait = address
    .replace(/^.*\/\//, '')
    .split('@')[0]!
    .trim()
  const host = parseDomain(full.actual ?? '')
  return host.ok ? { ...host.parts, subdomain: `${bait}.${host.parts.subdomain}` } : undefined
}

function formsOf(
  domain: DomainParts | undefined,
  converters: ChineseConverters,
): Forms | undefined {
  if (!domain) return undefined
  const simplified = converters.simplify(domain.label)
  const sound = hasHan(simplified) ? converters.pinyin(simplified).join('') : simplified
  return { ...domain, simplified, sound, skeleton: skeletonOf(domain.label) }
}

/** Below this a label is too short for resemblance to mean anything but chance. */
const MIN_LABEL = 4

function trickOf(domain: Forms, site: Forms): Found | undefined {
  const { label } = domain
  const target = site.label
  const found = (trick: LookAlikeTrick, distance = 0): Found => ({ site, trick, distance })
  if (label === target) return found('other-suffix')
  if (domain.simplified === site.simplified) return found('homoglyph')
  if (domain.skeleton === site.skeleton) {
    // Letters of one script with digits among them: 1688 for l688.
    const plain = /^[a-z0-9-]+$/.test(label) && /\d/.test(label)
    return found(plain ? 'digit-swap' : 'homoglyph')
  }
  if (isBait(domain, site)) return found('bait-name')
  if (label.replaceAll('-', '') === target.replaceAll('-', '')) return found('hyphen')
  const distance = slips(label, target)
  if (distance !== undefined) return found('misspelling', distance)
  if (addsWords(domain, site)) return found('added-words')
  // 淘宝.cn for taobao.com and the other way round, 淘保 for 淘宝.
  return domain.sound === site.sound ? found('pinyin') : undefined
}

/** taobao.com.login.cn, taobao-com.cn: the registered name stands where the eye looks first. */
function isBait(domain: DomainParts, site: DomainParts): boolean {
  if (site.label.length < MIN_LABEL && !site.suffix.includes('.')) {
    return `.${domain.subdomain}.`.includes(`.${site.registrable}.`)
  }
  const name = `${domain.subdomain}.${domain.label}`
  const spelled = [site.registrable, site.registrable.replaceAll('.', '-')]
  return (
    spelled.some(text => name.includes(text)) || domain.subdomain.split('.').includes(site.label)
  )
}

/** taobao-login, mytaobao2024: the whole name with something hung on. */
function addsWords(domain: Forms, site: Forms): boolean {
  if (site.label.length < MIN_LABEL) {
    const words = domain.label.split('-')
    return site.label.length >= 2 && words.length > 1 && words.includes(site.label)
  }
  return domain.label.includes(site.label) || domain.skeleton.includes(site.skeleton)
}

/** One slip in a label of five to eight characters, two in a longer one. */
function slips(label: string, target: string): number | undefined {
  const limit = target.length < MIN_LABEL + 1 ? 0 : target.length < 9 ? 1 : 2
  const distance = damerauLevenshtein(label, target, limit)
  return distance > limit ? undefined : distance
}

const TRICKS: Readonly<Record<LookAlikeTrick, { zh: string; en: string }>> = {
  homoglyph: { zh: '用外形相似的字符冒充', en: 'uses characters that look like those of' },
  'digit-swap': { zh: '用数字代替字母', en: 'swaps letters for digits of' },
  'bait-name': { zh: '把对方名称放在前面作诱饵', en: 'puts in front, as bait, the name of' },
  hyphen: { zh: '只差连字符', en: 'differs by hyphens from' },
  'added-words': { zh: '在对方名称上添加字词', en: 'adds words to the name of' },
  misspelling: { zh: '个别字母不同', en: 'is misspelt by a letter or two from' },
  pinyin: { zh: '读音相同', en: 'sounds like' },
  'other-suffix': { zh: '名称相同、后缀不同', en: 'has the name, under another suffix, of' },
}

function describe(domain: DomainParts, { site, trick, distance }: Found): LookAlikeVerdict {
  const name = domain.registrable || domain.ascii
  const shown = domain.ascii === domain.unicode ? name : `${domain.unicode} (${name})`
  const imitated = unicodeName(site)
  return {
    verdict: 'look-alike',
    domain: domain.unicode,
    of: site.registrable,
    trick,
    ...(distance > 0 && { distance }),
    zh: `${shown} 与已登记的 ${imitated} 相似：${TRICKS[trick].zh}`,
    en: `${shown} ${TRICKS[trick].en} the registered ${imitated}`,
  }
}

function unicodeName(site: DomainParts): string {
  return [site.label, ...site.suffix.split('.').map(unicodeLabel)].join('.')
}
