/** `xinheng evaluate`: grades every subject again by the published card and says how the grades are spread. */
import type { Command } from 'commander'
import { evaluateEveryone, terminalProgress } from '../server/index.ts'
import { print } from './output.ts'

export function addEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('按已公布的评分卡重评全部主体 / evaluate every subject by the published card')
    .action(async (_options, command: Command) => {
      const progress = terminalProgress(process.stderr)
      const grades = await evaluateEveryone(process.env, progress)
      progress.done('评价完成 / evaluated')
      print(
        command,
        grades,
        Object.entries(grades).map(([grade, count]) => `${grade}  ${count}`),
      )
    })
}
