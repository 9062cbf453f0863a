/**
 * The web address of a shop (网址 or 网店地址), brought to one spelling so that one shop is found by
 * any copy of its link: tracking parameters, default ports, fragments and trailing slashes go;
 * the path and the parameters that name the shop stay.
 */
import { type DomainParts, parseDomain } from './domain.ts'
import { type Parsed, type Refusal, refuseLength } from './refusal.ts'

export interface ShopAddressParts {
  host: string
  domain: DomainParts
  path: string
  /** Without the scheme: `mall.jd.com/index-1000.html`. The form to compare and to search by. */
  key: string
}

const NAME = { zh: '网址', en: 'web address' }
const MAX_ADDRESS_LENGTH = 2048

/** Parameters that say where a visitor came from, not which shop it is. */
const TRACKING = new RegExp(
  '^(utm_.*|spm|scm|pvid|from|source|share.*|track.*|ref|referer|refer_.*|_.*|gclid|fbclid|ut_sk|' +
    'sourceType|suid|acm|abtest|abbucket)$',
  'i',
)

/**
 * Parses `https://…`, `//…` or a bare `shop.example.com/…`. Only web addresses with a domain name
 * pass.
 */
export function parseShopAddress(text: string): Parsed<ShopAddressParts> {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > MAX_ADDRESS_LENGTH) {
    return trimmed === '' ? refuseLength(NAME, '', []) : refuseFormat(trimmed)
  }
  const url = urlOf(trimmed)
  if (url === undefined) return refuseFormat(trimmed)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuseScheme(url.protocol)
  if (url.username !== '' || url.password !== '') return refuseCredentials(url)
  const domain = parseDomain(url.hostname)
  if (!domain.ok) return domain
  const path = url.pathname.replace(/\/+/g, '/').replace(/\/$/, '')
  const kept = [...url.searchParams].filter(([name]) => !TRACKING.test(name)).sort()
  const query = new URLSearchParams(kept).toString()
  const port = url.port === '' ? '' : `:${url.port}`
  const key = `${domain.value}${port}${path}${query === '' ? '' : `?${query}`}`
  return {
    ok: true,
    value: `${url.protocol}//${key}`,
    parts: { host: domain.value, domain: domain.parts, path, key },
    warnings: [],
  }
}

function urlOf(text: string): URL | undefined {
  // `localhost:8080` would read as a scheme: only `name://` and the known bare ones count as one.
  const schemed =
    /^[a-z][a-z0-9+.-]*:\/\//i.test(text) || /^(javascript|data|mailto|file):/i.test(text)
  const full = schemed ? text : `https://${text.replace(/^\/\//, '')}`
  return URL.canParse(full) ? new URL(full) : undefined
}

function refuseFormat(text: string): Refusal {
  return {
    ok: false,
    code: 'format',
    actual: text.slice(0, 80),
    zh: `“${text.slice(0, 80)}”不是网址`,
    en: `“${text.slice(0, 80)}” is not a web address`,
  }
}

function refuseScheme(scheme: string): Refusal {
  return {
    ok: false,
    code: 'scheme',
    field: 'scheme',
    expected: 'https',
    actual: scheme.replace(':', ''),
    zh: `网址应以 http 或 https 开头，实为 ${scheme}`,
    en: `a web address starts with http or https, this with ${scheme}`,
  }
}

/** `https://taobao.com@evil.example` opens evil.example: the name in front is bait. */
function refuseCredentials(url: URL): Refusal {
  return {
    ok: false,
    code: 'credentials',
    field: 'host',
    actual: url.hostname,
    zh: `网址在“@”前带有用户名，真正打开的是 ${url.hostname}`,
    en: `the address carries a user name before “@”; what it really opens is ${url.hostname}`,
  }
}
