/**
 * Domain names of shops and sites, brought to one spelling (lower case, A-labels of IDNA) and cut
 * into what the owner chose and what the registry sells. The public suffixes are those a Chinese
 * shop can meet; an unknown two-level suffix errs towards treating the last label alone as the
 * suffix.
 */
import { type Bilingual, type Parsed, type Refusal, refuseLength } from './refusal.ts'

export interface DomainParts {
  /** Lower-case A-labels: `xn--fiq228c.com`. */
  ascii: string
  /** The same with U-labels: `中文.com`. */
  unicode: string
  /** What the registry sells under: `com.cn`. */
  suffix: string
  /** What one registrant owns: `example.com.cn`; empty for a bare suffix. */
  registrable: string
  /** The registrable label alone, as U-label: `example`. */
  label: string
  subdomain: string
}

const NAME: Bilingual = { zh: '域名', en: 'domain name' }

export function parseDomain(text: string): Parsed<DomainParts> {
  const trimmed = text.trim().replace(/\.$/, '')
  if (trimmed === '') return refuseLength(NAME, '', [])
  const ascii = asciiOf(trimmed)
  if (ascii === undefined) return refuseDomain(trimmed)
  const labels = ascii.split('.')
  const suffixLength = Math.min(suffixLabels(labels), labels.length)
  const suffix = labels.slice(-suffixLength).join('.')
  const own = labels.at(-suffixLength - 1)
  return {
    ok: true,
    value: ascii,
    parts: {
      ascii,
      unicode: labels.map(unicodeLabel).join('.'),
      suffix,
      registrable: own === undefined ? '' : `${own}.${suffix}`,
      label: own === undefined ? '' : unicodeLabel(own),
      subdomain: labels.slice(0, -suffixLength - 1).join('.'),
    },
    warnings: [],
  }
}

const MAX_DOMAIN_LENGTH = 253
const SECOND_LEVEL = new Set(
  (
    'com.cn net.cn org.cn gov.cn edu.cn ac.cn mil.cn com.hk net.hk org.hk com.tw net.tw org.tw ' +
    'com.mo co.uk org.uk co.jp ne.jp or.jp co.kr or.kr com.sg com.au net.au com.my co.th co.in ' +
    'co.id com.vn com.br com.mx com.tr com.ru co.nz co.za 公司.cn 网络.cn github.io vercel.app ' +
    'pages.dev netlify.app'
  ).split(' '),
)
/** Provinces sell under their two letters: `he.cn` is Hebei. */
const PROVINCE_LABELS = new Set(
  (
    'ah bj cq fj gd gs gx gz ha hb he hi hk hl hn jl js jx ln mo nm nx qh sc sd sh sn sx tj ' +
    'tw xj xz yn zj'
  ).split(' '),
)

function asciiOf(text: string): string | undefined {
  if (text.length > MAX_DOMAIN_LENGTH || /[\s/@?#:\\%]/.test(text)) return undefined
  let host: string
  try {
    host = new URL(`http://${text}`).hostname
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
  // A dotted number is an address, not a name; a name has at least two labels.
  if (!host.includes('.') || /^[\d.]+$/.test(host) || host.length > MAX_DOMAIN_LENGTH)
    return undefined
  const wellFormed = host
    .split('.')
    .every(label => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))
  return wellFormed ? host : undefined
}

function refuseDomain(text: string): Refusal {
  return {
    ok: false,
    code: 'format',
    field: 'host',
    actual: text.slice(0, 80),
    zh: `“${text.slice(0, 80)}”不是域名`,
    en: `“${text.slice(0, 80)}” is not a domain name`,
  }
}

function suffixLabels(labels: readonly string[]): number {
  const last = labels.at(-1)!
  const second = labels.at(-2) ?? ''
  if (last === 'cn' && PROVINCE_LABELS.has(second)) return 2
  return SECOND_LEVEL.has(`${unicodeLabel(second)}.${last}`) ? 2 : 1
}

/** `xn--…` to Unicode (RFC 3492); a label that does not decode is left as it is. */
export function unicodeLabel(label: string): string {
  if (!label.startsWith('xn--')) return label
  return decodePunycode(label.slice(4)) ?? label
}

const BASE = 36
const T_MIN = 1
const T_MAX = 26
const MAX_CODE_POINT = 0x10ffff

function decodePunycode(encoded: string): string | undefined {
  const delimiter = encoded.lastIndexOf('-')
  const output = [...encoded.slice(0, Math.max(delimiter, 0))].map(
    character => character.codePointAt(0)!,
  )
  let codePoint = 128
  let insertAt = 0
  let bias = 72
  for (let at = delimiter + 1; at < encoded.length; ) {
    const start = insertAt
    let weight = 1
    for (let k = BASE; ; k += BASE) {
      const digit = punycodeDigit(encoded.charCodeAt(at++))
      if (digit === undefined) return undefined
      insertAt += digit * weight
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX)
      if (digit < threshold) break
      weight *= BASE - threshold
    }
    const length = output.length + 1
    bias = adaptedBias(insertAt - start, length, start === 0)
    codePoint += Math.floor(insertAt / length)
    insertAt %= length
    if (codePoint > MAX_CODE_POINT) return undefined
    output.splice(insertAt++, 0, codePoint)
  }
  return String.fromCodePoint(...output)
}

function punycodeDigit(charCode: number): number | undefined {
  if (charCode >= 0x61 && charCode <= 0x7a) return charCode - 0x61
  return charCode >= 0x30 && charCode <= 0x39 ? charCode - 0x30 + 26 : undefined
}

function adaptedBias(delta: number, length: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? 700 : 2))
  rest += Math.floor(rest / length)
  let k = 0
  for (; rest > ((BASE - T_MIN) * T_MAX) >> 1; k += BASE) rest = Math.floor(rest / (BASE - T_MIN))
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + 38))
}
