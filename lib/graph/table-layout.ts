/**
 * What the columns of an edge file mean. Published networks come as `u,v`, `u v rating time`, with
 * and without a header, with commas, tabs, semicolons or spaces; the first lines decide, and say
 * so.
 */

export type ColumnRole = 'ignored' | 'source' | 'target' | 'weight' | 'time' | 'label'

export interface TableLayout {
  /** The separating byte; 32 stands for any run of spaces and tabs, 58 for a run of colons. */
  delimiter: number
  roles: ColumnRole[]
  header: boolean
  /** As the header calls the columns; empty without a header. */
  names: string[]
  /** What the header's names say about the two kinds of ends, if anything. */
  kindByName: 'bipartite' | 'unipartite' | null
}

const COMMA = 44
const TAB = 9
const SEMICOLON = 59
const PIPE = 124
export const COLONS = 58
const SPACE = 32

const PEOPLE =
  'user reviewer rater account buyer customer author person member payer follower trustor reader voter worker client sender nameorig originator fromaddress fromaccount'.split(
    ' ',
  )
const THINGS =
  'product prod item business shop store seller asin hotel movie app book film song video page venue restaurant merchant listing'.split(
    ' ',
  )
const ENDS = (names: string) => names.split(' ').flatMap(name => [name, `${name}id`, `${name}node`])
const SOURCES = [
  ...ENDS('u source src from node1 head'),
  'fromnodeid',
  ...PEOPLE,
  ...PEOPLE.map(name => `${name}id`),
]
const GOODS = [...THINGS, ...THINGS.map(name => `${name}id`)]
const PARTNERS =
  'ratee payee followee trustee reviewee receiver recipient namedest beneficiary toaddress toaccount'.split(
    ' ',
  )
const TARGETS = [...ENDS('v target dst to node2 tail'), 'tonodeid', ...PARTNERS, ...GOODS]
const WEIGHTS = 'weight w rating score stars star value amount count sign overall'.split(' ')
const TIMES =
  'time timestamp ts t date datetime unixtime when reviewtime unixreviewtime ratingtime'.split(' ')
const LABELS = (
  'label labels y class fraud isfraud fraudulent spam isspam fake isfake spammer isspammer ' +
  'groundtruth gt anomaly isanomaly outlier bot isbot filtered isfiltered flag suspicious'
).split(' ')
const BAD_WORDS = (
  'fraud fraudulent fake spam spammer bad true yes y t illicit filtered abnormal anomaly ' +
  'anomalous suspicious bot malicious positive scam scammer phishing attacker attack sybil fraudster ' +
  'abuser abusive cheater colluder shill sockpuppet troll deceptive unreliable untrustworthy banned'
).split(' ')
const GOOD_WORDS = (
  'genuine real legit legitimate good benign false no n f licit normal honest trusted human ham ' +
  'recommended negative nonfraud nonspam nonspammer ok clean regular truthful reliable trustworthy user'
).split(' ')

/** Seconds or milliseconds since 1970 are larger than any weight that people give. */
const LEAST_UNIX_TIME = 1e8

/** Reads the meaning of the columns off the first lines (comments and blank lines left out). */
export function readLayout(lines: string[]): TableLayout {
  const delimiter = delimiterOf(lines)
  const rows = lines.map(line => splitLine(line, delimiter))
  const names = (rows[0] ?? []).map(name => name.toLowerCase().replaceAll(/[\s\W_]/g, ''))
  const header = isHeader(rows, names)
  if (!header) return { delimiter, roles: rolesByPlace(rows), header, names: [], kindByName: null }
  const roles = rolesByName(names)
  return { delimiter, roles, header, names: rows[0]!, kindByName: kindOf(names, roles) }
}

/** 1 for a word that says fraud, 0 for one that says the contrary, a number as it is, else NaN. */
export function labelOf(text: string): number {
  const word = text.toLowerCase().replaceAll(/[\s_-](?=[a-z])/g, '')
  if (BAD_WORDS.includes(word)) return 1
  if (GOOD_WORDS.includes(word)) return 0
  return text === '' ? Number.NaN : Number(text)
}

/** Splits one line; a field in double quotes may hold the delimiter, and `""` is one quote. */
export function splitLine(line: string, delimiter: number): string[] {
  if (delimiter === SPACE) {
    const words = line.match(/"(?:[^"]|"")*"|\S+/g) ?? ['']
    return words.map(word =>
      /^".*"$/.test(word) ? word.slice(1, -1).replaceAll('""', '"').trim() : word,
    )
  }
  if (delimiter === COLONS) return line.split(/:+/).map(field => field.trim())
  const mark = String.fromCharCode(delimiter)
  if (!line.includes('"')) return line.split(mark).map(field => field.trim())
  const fields: string[] = []
  let field = ''
  let quoted = false
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!
    if (char === '"' && quoted && line[at + 1] === '"') field += line[++at]
    else if (char === '"') quoted = !quoted
    else if (char === mark && !quoted) {
      fields.push(field.trim())
      field = ''
    } else field += char
  }
  return [...fields, field.trim()]
}

/**
 * The first mark that more than half of the lines bear: a bad line must not decide. Commas come
 * last, for they also stand within names and numbers.
 */
function delimiterOf(lines: string[]): number {
  const isUsed = (mark: number) => {
    const text = mark === COLONS ? '::' : String.fromCharCode(mark)
    return lines.filter(line => line.includes(text)).length * 2 > lines.length
  }
  return [TAB, SEMICOLON, PIPE, COLONS, COMMA].find(isUsed) ?? SPACE
}

function isNumeric(field: string | undefined): boolean {
  return field !== undefined && field !== '' && Number.isFinite(Number(field))
}

function isHeader(rows: string[][], names: string[]): boolean {
  const [first, ...rest] = rows
  if (first === undefined) return false
  const known = (name: string) =>
    [SOURCES, TARGETS, WEIGHTS, TIMES, LABELS].some(family => family.includes(name)) ||
    name.endsWith('id')
  if (first.some(isNumeric)) return false
  if (names.filter(known).length >= 2) return true
  // A text where every later row has a number is a heading.
  return rest.length > 0 && first.some((_, column) => rest.every(row => isNumeric(row[column])))
}

/**
 * Without a header the values say what follows the two ends: dates and Unix times are times, words
 * such as `fraud` and a column of −1, 0 and 1 beside a weight are labels, other words are nothing.
 * Whether a lone such column is a weight, only the whole of it can tell (`settleLabels`).
 */
function rolesByPlace(rows: string[][]): ColumnRole[] {
  const width = Math.max(...rows.map(row => row.length), 2)
  const columns = Array.from({ length: width }, (_, column) => column)
  const [source = 0, target = 1] = columns.filter(column => !isNoEnd(rows, column))
  const kinds = columns.map(column =>
    column === source || column === target ? 'ignored' : kindOfValues(rows, column),
  )
  const weight = kinds.includes('number') ? kinds.indexOf('number') : kinds.indexOf('sign')
  const roles = kinds.map((kind, at): ColumnRole => {
    if (at === weight) return 'weight'
    if (kind === 'number') return 'time'
    return kind === 'sign' ? 'label' : kind
  })
  roles[source] = 'source'
  roles[target] = 'target'
  return onceEach(roles)
}

/** A date, or a mark such as `->` in every line, names nobody. */
function isNoEnd(rows: string[][], column: number): boolean {
  return rows.every(row => /^(\d{4}-\d\d-\d\d([ T].*)?|[-=<>→]+)$/.test(row[column] ?? ''))
}

function kindOfValues(
  rows: string[][],
  column: number,
): 'time' | 'label' | 'sign' | 'number' | 'ignored' {
  const values = rows.map(row => row[column] ?? '').filter(value => value !== '')
  const most = (fits: (value: string) => boolean) => values.filter(fits).length * 2 > values.length
  if (most(value => /^\d{4}-\d\d-\d\d/.test(value) || Number(value) >= LEAST_UNIX_TIME))
    return 'time'
  if (!most(value => isNumeric(value.replace(',', '.')))) {
    return most(value => !Number.isNaN(labelOf(value))) ? 'label' : 'ignored'
  }
  return values.every(value => Math.abs(Number(value)) <= 1 && Number.isInteger(Number(value)))
    ? 'sign'
    : 'number'
}

function rolesByName(names: string[]): ColumnRole[] {
  const roles: ColumnRole[] = names.map(name => {
    if (WEIGHTS.includes(name)) return 'weight'
    if (TIMES.includes(name)) return 'time'
    return LABELS.includes(name) ? 'label' : 'ignored'
  })
  const ends = roles.flatMap((role, column) => (role === 'ignored' ? [column] : []))
  const source = ends.find(column => SOURCES.includes(names[column]!))
  const target = ends.find(column => TARGETS.includes(names[column]!))
  const [firstEnd = 0, secondEnd = 1] = ends
  const sourceColumn = source ?? (target === firstEnd ? secondEnd : firstEnd)
  const targetColumn = target ?? (sourceColumn === firstEnd ? secondEnd : firstEnd)
  roles[sourceColumn] = 'source'
  roles[targetColumn] = 'target'
  return onceEach(roles)
}

/** A second column of the same meaning is left out: the first one stands. */
function onceEach(roles: ColumnRole[]): ColumnRole[] {
  return roles.map((role, column) => (roles.indexOf(role) === column ? role : 'ignored'))
}

function kindOf(names: string[], roles: ColumnRole[]): 'bipartite' | 'unipartite' | null {
  const source = names[roles.indexOf('source')] ?? ''
  const target = names[roles.indexOf('target')] ?? ''
  if (GOODS.includes(target) || GOODS.includes(source)) return 'bipartite'
  return PARTNERS.includes(target) ? 'unipartite' : null
}
