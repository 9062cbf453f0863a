/**
 * What the columns of an edge file mean. Published networks come as `u,v`, `u v rating time`, with
 * and without a header, with commas, tabs, semicolons or spaces; the first lines decide, and say
 * so.
 */

export type ColumnRole = 'ignored' | 'source' | 'target' | 'weight' | 'time' | 'label'

export interface TableLayout {
  /** The separating byte; 32 stands for any run of spaces and tabs. */
  delimiter: number
  roles: ColumnRole[]
  header: boolean
  /** What the header's names say about the two kinds of ends, if anything. */
  kindByName: 'bipartite' | 'unipartite' | null
}

const COMMA = 44
const TAB = 9
const SEMICOLON = 59
const SPACE = 32

const PEOPLE = 'user reviewer rater account buyer customer author person member payer'.split(' ')
const THINGS = 'product prod item business shop store seller asin hotel movie app'.split(' ')
const SOURCES = ['u', 'source', 'src', 'from', ...PEOPLE, ...PEOPLE.map(name => `${name}id`)]
const GOODS = [...THINGS, ...THINGS.map(name => `${name}id`)]
const TARGETS = ['v', 'target', 'dst', 'to', 'ratee', 'payee', ...GOODS]
const WEIGHTS = 'weight w rating score stars star value amount count'.split(' ')
const TIMES = 'time timestamp ts t date datetime unixtime when'.split(' ')
const LABELS =
  'label labels y class fraud isfraud spam isspam fake isfake spammer groundtruth'.split(' ')

/** Reads the meaning of the columns off the first lines (comments and blank lines left out). */
export function readLayout(lines: string[]): TableLayout {
  const delimiter = delimiterOf(lines)
  const rows = lines.map(line => splitLine(line, delimiter))
  const names = (rows[0] ?? []).map(name => name.toLowerCase().replaceAll(/[\s\W_]/g, ''))
  const header = isHeader(rows, names)
  if (!header) return { delimiter, roles: rolesByPlace(rows), header, kindByName: null }
  const roles = rolesByName(names)
  return { delimiter, roles, header, kindByName: kindOf(names, roles) }
}

/** Splits one line; a field in double quotes may hold the delimiter, and `""` is one quote. */
export function splitLine(line: string, delimiter: number): string[] {
  if (delimiter === SPACE) return line.trim().split(/\s+/)
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

/** The first mark that more than half of the lines bear: a bad line must not decide. */
function delimiterOf(lines: string[]): number {
  const isUsed = (mark: number) => {
    const text = String.fromCharCode(mark)
    return lines.filter(line => line.includes(text)).length * 2 > lines.length
  }
  return [COMMA, TAB, SEMICOLON].find(isUsed) ?? SPACE
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

function rolesByPlace(rows: string[][]): ColumnRole[] {
  const width = Math.max(...rows.map(row => row.length), 2)
  const roles: ColumnRole[] = ['source', 'target', 'weight', 'time']
  return Array.from({ length: width }, (_, column) => roles[column] ?? 'ignored')
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
  return target === 'ratee' || target === 'payee' ? 'unipartite' : null
}
