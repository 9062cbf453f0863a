/**
 * Administrative areas by GB/T 2260 code. Codes outlive their counties: an identity number of
 * 1985 or a credit code of 2016 keeps the code it was born with, so an area is accepted when its
 * province is real, and the answer says whether the county is current, former or unknown to the
 * table of `data/`.
 */
import table from './data/areas.json' with { type: 'json' }

/** `national` is 100000, under which the State's own registrars issue codes. */
export type AreaStatus = 'national' | 'current' | 'former' | 'unknown'

export interface Area {
  code: string
  status: AreaStatus
  level: 'nation' | 'province' | 'city' | 'county'
  /** The area's own name; empty when unknown. */
  name: string
  /** Full name from the province down; the province alone when the rest is unknown. */
  zh: string
  /** Province in English and the code: county names have no official English form. */
  en: string
}

/** The day on which the current codes of the table were true. */
export const areasAsOf: string = table.asOf

const PROVINCES_EN: Record<string, string> = {
  11: 'Beijing',
  12: 'Tianjin',
  13: 'Hebei',
  14: 'Shanxi',
  15: 'Inner Mongolia',
  21: 'Liaoning',
  22: 'Jilin',
  23: 'Heilongjiang',
  31: 'Shanghai',
  32: 'Jiangsu',
  33: 'Zhejiang',
  34: 'Anhui',
  35: 'Fujian',
  36: 'Jiangxi',
  37: 'Shandong',
  41: 'Henan',
  42: 'Hubei',
  43: 'Hunan',
  44: 'Guangdong',
  45: 'Guangxi',
  46: 'Hainan',
  50: 'Chongqing',
  51: 'Sichuan',
  52: 'Guizhou',
  53: 'Yunnan',
  54: 'Tibet',
  61: 'Shaanxi',
  62: 'Gansu',
  63: 'Qinghai',
  64: 'Ningxia',
  65: 'Xinjiang',
  71: 'Taiwan',
  81: 'Hong Kong',
  82: 'Macao',
}

const NATION = '100000'

/** The area of a six-digit code, or `undefined` when not even its province exists. */
export function areaOf(code: string): Area | undefined {
  if (code === NATION) {
    return { code, status: 'national', level: 'nation', name: '全国', zh: '全国', en: 'China' }
  }
  const province = provinces[code.slice(0, 2)]
  if (province === undefined || !/^\d{6}$/.test(code)) return undefined
  const en = PROVINCES_EN[code.slice(0, 2)]!
  if (code.endsWith('0000')) {
    return { code, status: 'current', level: 'province', name: province, zh: province, en }
  }
  const level = code.endsWith('00') ? 'city' : 'county'
  const { status, city, county } = lookUp(code)
  const name = level === 'city' ? city : county
  return {
    code,
    status,
    level,
    name,
    zh: `${province}${city}${level === 'city' ? '' : county}`,
    en: `${en} ${code}`,
  }
}

/**
 * The current areas directly under a code: provinces of '100000', cities, counties; in code
 * order.
 */
export function areasUnder(code: string): Area[] {
  if (code === NATION) return known(Object.keys(provinces).map(province => `${province}0000`))
  const prefix = code.slice(0, code.endsWith('0000') ? 2 : 4)
  if (!code.endsWith('00')) return []
  if (prefix.length === 4) return known(countiesOf(prefix))
  const cities = Object.keys(current).filter(city => city.startsWith(prefix))
  // A placeholder level (a municipality's "市辖区") has no name: its counties stand in its place.
  return known(
    cities.flatMap(city => (entry(current, city)!.city ? [`${city}00`] : countiesOf(city))),
  )
}

interface CityEntry {
  city: string
  counties: Map<string, string>
}

type AreaRows = Readonly<Record<string, string>>

const provinces: AreaRows = table.provinces
const current: AreaRows = table.current
const former: AreaRows = table.former

function lookUp(code: string): { status: AreaStatus; city: string; county: string } {
  const now = entry(current, code.slice(0, 4))
  const then = entry(former, code.slice(0, 4))
  const city = now?.city || then?.city || ''
  const countyCode = code.slice(4)
  if (countyCode === '00') {
    return { status: now ? 'current' : then ? 'former' : 'unknown', city, county: '' }
  }
  const county = now?.counties.get(countyCode)
  if (county) return { status: 'current', city, county }
  // The statistics table leaves out the "municipal districts" rows that GB/T 2260 keeps as xx01.
  if (countyCode === '01' && now?.city.endsWith('市')) {
    return { status: 'current', city, county: '市辖区' }
  }
  const old = then?.counties.get(countyCode)
  return { status: old ? 'former' : 'unknown', city, county: old ?? '' }
}

const parsedEntries = new Map<string, CityEntry>()

/** Rows are parsed when first asked for: most processes only ever need one province. */
function entry(rows: AreaRows, prefix: string): CityEntry | undefined {
  const row = rows[prefix]
  if (row === undefined) return undefined
  const key = rows === current ? prefix : `-${prefix}`
  const cached = parsedEntries.get(key)
  if (cached) return cached
  const [city = '', ...counties] = row.split(' ')
  const parsed = {
    city,
    counties: new Map(counties.map(county => [county.slice(0, 2), county.slice(2)])),
  }
  parsedEntries.set(key, parsed)
  return parsed
}

function countiesOf(prefix: string): string[] {
  const city = entry(current, prefix)
  return city ? [...city.counties.keys()].sort().map(county => `${prefix}${county}`) : []
}

function known(codes: string[]): Area[] {
  return codes.map(code => areaOf(code)!)
}
