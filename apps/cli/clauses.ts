/**
 * `xinheng clauses`: every requirement of the notice with the tests that show it. Counted are tests whose name carries
 * the requirement's id and that passed in the last run of the suite; a requirement without one is listed as such.
 */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { print } from './output.ts'

const root = join(import.meta.dirname, '../..')

type Requirement = { id: string; priority: 'M' | 'S' | 'C'; zh: string; en: string }
type Result = { name: string; file: string; outcome: 'passed' | 'failed' | 'skipped' }
type Shown = Requirement & { tests: string[] }

export function addClauses(program: Command): void {
  program
    .command('clauses')
    .description(
      '列出全部要求及其通过的测试 / list each requirement with the passing tests that show it',
    )
    .action((_options, command: Command) => {
      const shown = requirementsShown()
      const ran = resultFiles().length > 0
      print(command, shown, [
        ...shown.map(lineOf),
        '',
        ran
          ? `${shown.filter(r => r.tests.length > 0).length} / ${shown.length} 项有通过的测试 / requirements shown by a passing test`
          : '尚无测试结果，请先运行 npm test / no results yet: run npm test first',
      ])
    })
}

const resultFiles = (): string[] => globSync('var/test/results/*.ndjson', { cwd: root })

function requirementsShown(): Shown[] {
  const requirements = JSON.parse(
    readFileSync(join(root, 'docs/requirements.json'), 'utf8'),
  ) as Requirement[]
  const results = resultFiles().flatMap(file => linesOf(join(root, file)))
  const passed = new Set(results.filter(r => r.outcome === 'passed').map(r => r.name))
  // A name that failed on either engine shows nothing.
  for (const result of results) if (result.outcome === 'failed') passed.delete(result.name)
  return requirements.map(requirement => ({
    ...requirement,
    tests: [...passed].filter(name => idsIn(name).includes(requirement.id)),
  }))
}

const linesOf = (path: string): Result[] =>
  existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line) as Result)
    : []

/** `[4.1 4.2] …` names two requirements. */
const idsIn = (name: string): string[] =>
  [...name.matchAll(/\[([\d. ]+)\]/g)].flatMap(match => match[1]!.split(' '))

const lineOf = ({ id, priority, zh, en, tests }: Shown): string =>
  [
    `${tests.length > 0 ? '✔' : '·'} ${id.padEnd(5)} ${priority}  ${zh} / ${en}`,
    ...tests.map(name => `          ${name}`),
  ].join('\n')
