/**
 * The architecture as checks: the stairs, the doors, table ownership, file furniture, names, lengths and the glossary.
 * A rule without a test is a wish, so every rule of `docs/ARCHITECTURE.md` that code can break is here.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { test } from 'node:test'
import { moduleOrder } from '../modules/order.ts'

const root = join(import.meta.dirname, '..')
const floors = ['lib', 'contract', 'platform', 'modules', 'apps'] as const
type Floor = (typeof floors)[number]

type Source = { path: string; floor: string; room: string; text: string; isTest: boolean }

const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter(path => path !== '' && existsSync(join(root, path)))

const sources: Source[] = tracked
  .filter(path => /\.(ts|tsx)$/.test(path))
  .map(path => {
    const [floor = '', room = ''] = path.split('/')
    const text = readFileSync(join(root, path), 'utf8')
    return { path, floor, room, text, isTest: path.includes('.test.') || floor === 'tests' }
  })

const code = sources.filter(s => (floors as readonly string[]).includes(s.floor) && !s.isTest)
const rooms = moduleOrder.filter(room => existsSync(join(root, 'modules', room)))

/** Every specifier a file imports or re-exports from, types included. */
const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(match => match[1]!)

const none = (faults: readonly string[], rule: string) =>
  assert.equal(faults.length, 0, `${rule}:\n  ${faults.join('\n  ')}`)

/** Where an import-map specifier leads. */
const targetOf = (specifier: string): { floor: Floor; room: string } | undefined => {
  const match = /^#(lib|contract|platform|modules)(?:\/(.+))?$/.exec(specifier)
  return match ? { floor: match[1] as Floor, room: match[2] ?? '' } : undefined
}

test('the stairs: imports go down only, apps → modules → platform → contract → lib', () => {
  const faults = code.flatMap(source =>
    importsOf(source.text).flatMap(specifier => {
      const target = targetOf(specifier)
      if (!target) return []
      const up = floors.indexOf(target.floor) > floors.indexOf(source.floor as Floor)
      return up ? [`${source.path} imports ${specifier}`] : []
    }),
  )
  none(faults, 'an import that climbs')
})

test('the doors: a room is entered through its index.ts, and left by no relative path', () => {
  const faults = code.flatMap(source =>
    importsOf(source.text).flatMap(specifier => {
      if (specifier.startsWith('#')) {
        const target = targetOf(specifier)
        return target && !target.room.includes('/') ? [] : [`${source.path} imports ${specifier}`]
      }
      if (!specifier.startsWith('.')) return []
      const to = relative(root, join(root, dirname(source.path), specifier))
      const home = source.floor === 'contract' ? 'contract' : `${source.floor}/${source.room}`
      // The command line runs the server application, through its door.
      const order =
        (to === 'modules/order.ts' && source.floor === 'apps') ||
        (to === 'apps/server/index.ts' && source.path.startsWith('apps/cli/'))
      return to.startsWith(`${home}/`) || order ? [] : [`${source.path} imports ${specifier}`]
    }),
  )
  none(faults, 'an import past a door')
})

test('modules import earlier modules only', () => {
  const faults = code
    .filter(source => source.floor === 'modules' && source.room !== 'order.ts')
    .flatMap(source =>
      importsOf(source.text).flatMap(specifier => {
        const target = targetOf(specifier)
        if (target?.floor !== 'modules') return []
        const order = moduleOrder as readonly string[]
        const earlier = order.indexOf(target.room) < order.indexOf(source.room)
        return earlier && order.includes(target.room) ? [] : [`${source.path} imports ${specifier}`]
      }),
    )
  none(faults, 'a module that looks ahead')
})

test('every folder of modules/ stands in the order', () => {
  const folders = readdirSync(join(root, 'modules'), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
  none(
    folders.filter(name => !(moduleOrder as readonly string[]).includes(name)),
    'a room outside the order',
  )
})

test('the web and the command line see only the contract and lib', () => {
  const faults = code
    // What builds the pages runs on the machine that builds them.
    .filter(({ path }) => path.startsWith('apps/web/') && !path.startsWith('apps/web/build/'))
    .flatMap(source =>
      importsOf(source.text)
        .filter(
          specifier => /^#(platform|modules)/.test(specifier) || specifier.startsWith('node:'),
        )
        .map(specifier => `${source.path} imports ${specifier}`),
    )
  none(faults, 'the web reaching into the server')
})

test('lib is pure: no I/O, clock, randomness or environment', () => {
  const forbidden: [RegExp, string][] = [
    [/from 'node:(?!crypto'|buffer'|util')/, 'a node module'],
    [/\bDate\.now\(|new Date\(\)|performance\.now\(/, 'a clock'],
    [/Math\.random\(|randomBytes|randomUUID|getRandomValues/, 'randomness'],
    [/process\.env|\bfetch\(/, 'the environment'],
  ]
  const faults = code
    .filter(({ floor }) => floor === 'lib')
    .flatMap(({ path, text }) =>
      forbidden
        .filter(([pattern]) => pattern.test(withoutComments(text)))
        .map(([, what]) => `${path} uses ${what}`),
    )
  none(faults, 'impure lib')
})

test('the domain takes time as an argument: no module reads the clock or rolls dice', () => {
  const faults = code
    .filter(({ floor }) => floor === 'modules')
    .filter(({ text }) => /\bDate\.now\(|new Date\(\)|Math\.random\(/.test(withoutComments(text)))
    .map(({ path }) => path)
  none(faults, 'a module with a clock of its own')
})

test('a module touches its own tables and no one else’s (disclosure’s read models excepted)', () => {
  const tableName = new RegExp(`\\b(${rooms.join('|')})\\.([a-z_]+)\\b`, 'g')
  const verbs =
    /\b(from|join|into|update|table|on|references|selectFrom\('|insertInto\('|updateTable\('|deleteFrom\('|innerJoin\('|leftJoin\(')\s*$/i
  const files = [
    ...code
      .filter(({ floor }) => floor === 'modules')
      .map(({ path, text, room }) => ({ path, text, room })),
    ...tracked
      .filter(path => /^modules\/[^/]+\/migrations\/.*\.sql$/.test(path))
      .map(path => ({
        path,
        room: path.split('/')[1]!,
        text: readFileSync(join(root, path), 'utf8'),
      })),
  ]
  const faults = files
    .filter(({ room }) => room !== 'disclosure')
    .flatMap(({ path, text, room }) =>
      [...withoutComments(text).matchAll(tableName)]
        .filter(
          match =>
            match[1] !== room && verbs.test(text.slice(Math.max(0, match.index - 20), match.index)),
        )
        .map(match => `${path} touches ${match[0]}`),
    )
  none(faults, 'a table of another room')
})

test('no foreign key crosses a module', () => {
  const faults = tracked
    .filter(path => /^modules\/[^/]+\/migrations\/.*\.sql$/.test(path))
    .flatMap(path => {
      const room = path.split('/')[1]!
      const text = readFileSync(join(root, path), 'utf8')
      return [...text.matchAll(/references\s+([a-z_]+)\./g)]
        .filter(match => match[1] !== room)
        .map(match => `${path} references ${match[1]}`)
    })
  none(faults, 'a foreign key to another room')
})

test('every module has its furniture: a door, migrations, tables', () => {
  const faults = rooms.flatMap(room =>
    ['index.ts', 'tables.ts', 'migrations']
      .filter(part => !existsSync(join(root, 'modules', room, part)))
      .map(part => `modules/${room} lacks ${part}`),
  )
  none(faults, 'missing furniture')
})

test('each lib and platform room has a door, and doors name what they export', () => {
  const withoutDoor = (['lib', 'platform'] as const).flatMap(floor =>
    readdirSync(join(root, floor))
      .filter(room => !existsSync(join(root, floor, room, 'index.ts')))
      .map(room => `${floor}/${room}`),
  )
  const barrels = code
    .filter(({ path, floor }) => basename(path) === 'index.ts' && floor !== 'contract')
    .filter(({ text }) => /export \*/.test(text))
    .map(({ path }) => `${path} exports *`)
  none([...withoutDoor, ...barrels], 'a room without a proper door')
})

test('each index in a migration says which query it serves', () => {
  const faults = tracked
    .filter(path => /migrations\/.*\.sql$/.test(path))
    .flatMap(path => {
      const lines = readFileSync(join(root, path), 'utf8').split('\n')
      return lines.flatMap((line, i) =>
        /create (unique )?index/i.test(line) && !/--/.test(`${lines[i - 1] ?? ''}${line}`)
          ? [`${path}:${i + 1}`]
          : [],
      )
    })
  none(faults, 'an index without a reason')
})

test('files open by saying what they are for', () => {
  const faults = code.filter(({ text }) => !/^(#!.*\n)?\/\*\*/.test(text)).map(({ path }) => path)
  none(faults, 'a file without a foreword')
})

test('names: kebab-case files after their noun, none called utils, helpers, common or manager', () => {
  const faults = sources
    .map(({ path }) => path)
    .filter(path => {
      const name = basename(path)
        .replace(/\.(test\.)?tsx?$/, '')
        .replace(/\.d$/, '')
      return (
        !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name) ||
        /^(utils?|helpers?|common|manager|misc)$/.test(name)
      )
    })
  none(faults, 'a badly named file')
})

test('lengths: a file past 400 lines says why at its top; lines end before 100 columns or cannot be cut', () => {
  const tooLong = sources
    .filter(({ text, isTest }) => !isTest && text.split('\n').length > 400)
    .filter(
      ({ text }) =>
        !/long because|400 lines|one file because|in one file/i.test(text.slice(0, 1200)),
    )
    .map(({ path, text }) => `${path} has ${text.split('\n').length} lines`)
  none(tooLong, 'a long file that does not say why')
})

test('no marks of unfinished work, no any, no suppressed types', () => {
  const marks =
    /\bTODO\b|\bFIXME\b|\bXXX\b|@ts-ignore|@ts-expect-error|: any\b|as any\b|<any>|\.only\(/
  const faults = sources
    .filter(({ path }) => path !== 'tests/tidy.test.ts')
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, i) =>
          marks.test(line) && !/biome-ignore/.test(text.split('\n')[i - 1] ?? '')
            ? [`${path}:${i + 1} ${line.trim()}`]
            : [],
        ),
    )
  none(faults, 'unfinished or untyped')
})

test('the product speaks of itself alone: no path of a machine in any file', () => {
  const faults = tracked
    .filter(
      path =>
        /\.(ts|tsx|md|mjs|json|sql|css|yml|yaml)$/.test(path) && path !== 'tests/tidy.test.ts',
    )
    .filter(path =>
      /(?<!\.)\/work\/|\/root\/|\/home\/[a-z]/.test(readFileSync(join(root, path), 'utf8')),
    )
  none(faults, 'a path of somebody’s machine')
})

test('documents that the house promises are there', () => {
  const wanted = [
    'README.md',
    'README.zh-CN.md',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'LICENSE',
    'docs/ARCHITECTURE.md',
    'docs/STYLE.md',
    'docs/GLOSSARY.md',
    'docs/NEXT.md',
    'docs/decisions/dependencies.md',
    'docs/guides/operator.md',
    'docs/guides/platform-integrator.md',
    'docs/guides/auditor.md',
  ]
  none(
    wanted.filter(path => !existsSync(join(root, path))),
    'a missing document',
  )
})

test('the glossary: one Chinese term, one English word, one identifier', () => {
  const rows = readFileSync(join(root, 'docs/GLOSSARY.md'), 'utf8')
    .split('\n')
    .filter(line => /^\|[^|]+\|[^|]+\|[^|]+\|/.test(line) && !/^\|\s*(-|zh\b|中文)/.test(line))
    .map(line =>
      line
        .split('|')
        .slice(1, 4)
        .map(cell => cell.trim()),
    )
  assert.ok(rows.length >= 60, `the glossary has only ${rows.length} rows`)
  const repeated = (column: number) => {
    const seen = new Set<string>()
    return rows.map(row => row[column]!).filter(term => seen.size === seen.add(term).size)
  }
  none([...repeated(0), ...repeated(2)], 'a term that stands twice')
})

test('every dependency is justified in one line', () => {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  const text = readFileSync(join(root, 'docs/decisions/dependencies.md'), 'utf8')
  const names = Object.keys({ ...dependencies, ...devDependencies })
  none(
    names.filter(name => !text.includes(`\`${name}\``)),
    'a dependency without a reason',
  )
})

test('types hold and the formatter has nothing to say', { timeout: 120_000 }, () => {
  const bin = (name: string) => join(root, 'node_modules/.bin', name)
  execFileSync(bin('tsc'), ['--noEmit', '-p', root], { cwd: root, stdio: 'pipe' })
  execFileSync(bin('biome'), ['check', '.', '--error-on-warnings', '--max-diagnostics=20'], {
    cwd: root,
    stdio: 'pipe',
  })
})

/** Comments hold prose about what is forbidden; only code counts. */
const withoutComments = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:'"])\/\/.*$/gm, '$1')
    .replace(/^\s*--.*$/gm, '')
