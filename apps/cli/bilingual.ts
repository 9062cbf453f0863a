/**
 * The frame that the library puts around our words, headings, its own options and what it says of a wrong command line, in
 * both languages like everything else this program prints. Must be applied before commands are added, which inherit it.
 */
import type { Command, Option } from 'commander'

const titles: Readonly<Record<string, string>> = {
  'Usage:': '用法 / Usage:',
  'Arguments:': '参数 / Arguments:',
  'Options:': '选项 / Options:',
  'Commands:': '命令 / Commands:',
}

export function speakBothLanguages(program: Command): void {
  program
    .helpOption('-h, --help', '显示帮助 / display help')
    .helpCommand('help [command]', '显示某个命令的帮助 / display help for a command')
    .configureHelp({
      styleTitle: title => titles[title] ?? title,
      optionDescription: ({ description, defaultValue }: Option) =>
        defaultValue === undefined
          ? description
          : `${description}（默认 / default: ${String(defaultValue)}）`,
      displayWidth: text =>
        [...text].reduce((cells, character) => cells + (wide.test(character) ? 2 : 1), 0),
    })
    .configureOutput({ outputError: (text, write) => write(inBothLanguages(text)) })
}

/** Characters that take two cells of a terminal. */
const wide = /[\p{Script=Han}\u3000-\u303f\uff00-\uff60]/u

const faults: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/^error: missing required argument '(.+)'/, name => `缺少参数 ${name}`],
  [/^error: option '(.+)' argument missing/, flags => `选项 ${flags} 缺少取值`],
  [/^error: required option '(.+)' not specified/, flags => `缺少必填选项 ${flags}`],
  [/^error: unknown option '(.+?)'/, flag => `没有选项 ${flag}`],
  [/^error: unknown command '(.+?)'/, name => `没有命令 ${name}`],
  [
    /^error: too many arguments.* Expected (\d+) .* got (\d+)/,
    (n, got) => `参数应为 ${n} 个，给了 ${got} 个`,
  ],
]

/** A fault that has no Chinese here is said as it came. */
function inBothLanguages(text: string): string {
  for (const [pattern, said] of faults) {
    const found = pattern.exec(text)
    if (found) return `${said(...found.slice(1))} / ${text.replace(/^error: /, '')}`
  }
  return text
}
