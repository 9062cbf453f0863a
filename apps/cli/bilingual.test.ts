/** The command line as whoever types it sees it: help and faults in both languages, Chinese first. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { Command } from 'commander'
import { speakBothLanguages } from './bilingual.ts'

test('help says its headings, its own options and every command in both languages', () => {
  const main = join(import.meta.dirname, 'main.ts')
  const { status, stdout } = spawnSync(process.execPath, [main, '--help'], { encoding: 'utf8' })
  assert.equal(status, 0)
  const [usage, options, commands] = ['用法 / Usage:', '选项 / Options:', '命令 / Commands:']
  assert.ok(stdout.startsWith(`${usage} xinheng`))
  assert.ok(stdout.includes(`\n${options}\n`) && stdout.includes(`\n${commands}\n`))
  assert.match(stdout, /-h, --help +显示帮助 \/ display help$/m)
  const described = stdout.split('\n').filter(line => /^ {2}\S/.test(line))
  assert.ok(described.length > 10)
  for (const line of described) assert.match(line, /\p{Script=Han}.* \/ [a-z]/u)
})

/** What a small program of our kind writes when it is run so. */
function said(...args: string[]): string {
  let text = ''
  const write = (more: string) => {
    text += more
  }
  const program = new Command('xinheng')
  speakBothLanguages(program)
  program.exitOverride().configureOutput({ writeOut: write, writeErr: write })
  program
    .command('detect <file>')
    .requiredOption('--edges <file>', '边表 / edge list')
    .option('--top <n>', '条数 / rows', '20')
    .action(() => {})
  assert.throws(() => program.parse(args, { from: 'user' }))
  return text
}

test('what a command brings of its own, its default values included, is in both languages too', () => {
  const help = said('detect', '--help')
  assert.match(help, /^用法 \/ Usage: xinheng detect/)
  assert.match(help, /条数 \/ rows（默认 \/ default: 20）/)
})

test('a wrong command line is told what is wrong with it in both languages', () => {
  assert.match(said('no-such'), /^没有命令 no-such \/ unknown command 'no-such'/)
  assert.match(said('detect', 'a'), /^缺少必填选项 --edges <file> \/ required option/)
  assert.match(said('detect', 'a', '--edges'), /^选项 --edges <file> 缺少取值 \/ option/)
  assert.match(
    said('detect', '--edges', 'a', '--loud'),
    /^没有选项 --loud \/ unknown option '--loud'/,
  )
  assert.match(said('detect', '--edges', 'a'), /^缺少参数 file \/ missing required argument/)
  assert.match(
    said('detect', 'a', 'b', '--edges', 'c'),
    /^参数应为 1 个，给了 2 个 \/ too many arguments/,
  )
})
