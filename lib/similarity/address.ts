/**
 * A Chinese street address cut into what it names: area, town, street, estate, and the numbers of
 * door, building, unit and room. Written addresses leave out the large and abbreviate the small
 * (3号楼, 三栋, 3-2-501), so nothing is required and what is not understood stays in `place`.
 */
import {
  arabicNumerals,
  type ChineseConverters,
  foldText,
  plainConverters,
} from './chinese-text.ts'

export interface Address {
  /** Province to county as written, without rank words: 河北邢台宁晋. */
  area: string
  /** Town or subdistrict: 凤凰. */
  town: string
  /** Street, village, estate and whatever else names the place, without numbers. */
  place: string
  /** Door number on the street: 12. */
  door?: string
  building?: string
  /** Unit of a building, or group of a village (三组). */
  unit?: string
  room?: string
}

export function parseAddress(
  text: string,
  converters: ChineseConverters = plainConverters,
): Address {
  const folded = foldText(keepNumberMarks(text), converters)
  const { area, town, rest } = splitArea(folded.replaceAll(' ', ''))
  const numbered = numeralsBeforeUnits(rest)
  const numbers: Omit<Address, 'area' | 'town' | 'place'> = {}
  let place = numbered
  for (const [pattern, fields] of NUMBER_FORMS) {
    const match = pattern.exec(place)
    if (!match) continue
    if (fields.some(field => numbers[field] !== undefined)) continue
    fields.forEach((field, index) => {
      numbers[field] = match[index + 1]!.replace(/^0+(?=\w)/, '')
    })
    place = place.slice(0, match.index) + place.slice(match.index + match[0].length)
  }
  return {
    area,
    town,
    place: place.replace(/[甲乙丙]?(?:号院|号)$|[楼层栋单元室户]+$/gu, ''),
    ...numbers,
  }
}

/**
 * One line for blocking and for exact comparison: every part in fixed order, what is missing left
 * out.
 */
export function addressKey(address: Address): string {
  const { area, town, place, door, building, unit, room } = address
  return [area, town, place, door, building, unit, room].map(part => part ?? '').join('|')
}

type NumberField = 'door' | 'building' | 'unit' | 'room'

/**
 * Tried in this order on what is left; `x` stands for the dashes and # that folding would erase.
 */
const NUMBER_FORMS: readonly (readonly [RegExp, readonly NumberField[]])[] = [
  [
    /(\d+|[a-z])(?:号楼|栋|幢|座|x?楼)?x(\d{1,2})(?:单元)?x(\d{2,5})(?:室|号|户)?$/u,
    ['building', 'unit', 'room'],
  ],
  [/(\d+)弄(\d+)号/u, ['door', 'building']],
  [/(\d+|[a-z])(?:号楼|栋|幢|座|号院|x楼)/u, ['building']],
  [/(\d{1,2})(?:单元|门洞|组|队|社)/u, ['unit']],
  [/(?<!x)(\d{1,3}|[a-z])x(\d{3,5})(?:室|号|户)?$/u, ['building', 'room']],
  [/(?:\d{1,2}(?:楼|层))?(\d{2,5})(?:室|号房|房|户)$/u, ['room']],
  [/(?<=路|街|道|巷|弄|胡同|村|段)(\d+)(?:x\d+)?号?/u, ['door']],
  [/(\d{3,5})$/u, ['room']],
  [/(\d+)号/u, ['door']],
]

/** Folding turns dashes and # into spaces; between numbers they are the only sign of a boundary. */
function keepNumberMarks(text: string): string {
  return text
    .normalize('NFKC')
    .replace(
      /(?<=[\d一二三四五六七八九十楼栋幢座元]|\b[a-z])\s*[-‐-―_/#]\s*(?=[\d一二三四五六七八九十])/giu,
      'x',
    )
    .replace(/(?<=\d)\s*#\s*(?=楼)/gu, '号')
    .replace(/(?<=\d)\s*#/gu, '号楼')
}

/** Only numerals that count something: 三号楼 but not 三里屯, 五一路 stays as it is. */
function numeralsBeforeUnits(text: string): string {
  return text.replace(
    /[零〇一二两三四五六七八九十百千]+(?=号|栋|幢|座|单元|室|层|楼|户|组|队|弄|期|x|$)/gu,
    run => arabicNumerals(run),
  )
}

/** A Han character that is no street word: 五一路三里屯二区 holds no district. */
const NAME = '(?:(?![路街道巷弄村号])\\p{Script=Han})'
const AREA = new RegExp(
  `^(?:中国)?(?:(${NAME}{2,8}?)(?:省|自治区|特别行政区))?` +
    `(?:(${NAME}{2,10}?)(?:(?<![超门夜菜])市|地区|自治州|盟))?(?:(${NAME}{2,8}?)市)?` +
    `(?:(${NAME}{1,10}?)(?:县|(?<![小社园校厂])区|旗(?!舰)))?`,
  'u',
)
const TOWN = /^(\p{Script=Han}{1,8}?)(?:镇|乡|街道办事处|街道)/u

function splitArea(text: string): { area: string; town: string; rest: string } {
  const areaMatch = AREA.exec(text)
  const names = areaMatch?.slice(1).filter(Boolean) ?? []
  // 北京市北京市朝阳区 and 北京市朝阳区 are one: municipalities are written twice or once.
  const area = [...new Set(names)].join('')
  const afterArea = text.slice(areaMatch?.[0].length ?? 0)
  const townMatch = TOWN.exec(afterArea)
  return {
    area,
    town: townMatch?.[1] ?? '',
    rest: afterArea.slice(townMatch?.[0].length ?? 0),
  }
}
