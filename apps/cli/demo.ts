/** `xinheng demo`: fills an empty installation with the demonstration county without serving it. */
import type { Command } from 'commander'
import { fillDemo, terminalProgress } from '../server/index.ts'
import { print } from './output.ts'

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('在空库中建立示例县 / fill an empty installation with the demonstration county')
    .action(async (_options, command: Command) => {
      const filled = await fillDemo(process.env, terminalProgress(process.stderr))
      print(command, { filled }, [
        filled
          ? '示例县已建立 / the demonstration county is there'
          : '已有数据，未作更改 / not empty: nothing was changed',
      ])
    })
}
