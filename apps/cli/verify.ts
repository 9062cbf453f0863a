/**
 * `xinheng verify`: recomputes the log from the facts and says what it checked; every fault names the thing that does not
 * agree. Works on the data folder, on DATABASE_URL and on a restored backup.
 */
import type { Command } from 'commander'
import { terminalProgress, type Verdict, verifyInstallation } from '../server/index.ts'
import { exitCodes, print } from './output.ts'

const faultsPrinted = 50

const checkedWords: Readonly<Record<keyof Verdict['checked'], string>> = {
  facts: '事实 / facts',
  batches: '批次 / batches',
  waiting: '待入日志的批次 / batches that wait for the log',
  entries: '日志条目 / log entries',
  tiles: '瓦片 / tiles',
  checkpoints: '检查点 / checkpoints',
  policies: '政策数值 / numbers of policy',
  scores: '信用评分 / scores',
  points: '信用积分 / points',
  listEntries: '名单条目 / list entries',
}

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('重算整个公开日志并核对每个事实 / recompute the public log and check every fact')
    .action(async (_options, command: Command) => {
      const progress = terminalProgress(process.stderr)
      const verdict = await verifyInstallation(process.env, facts =>
        progress.step('核对事实 / checking facts', facts),
      )
      progress.done('核对完成 / checked')
      const { checked, faults } = verdict
      print(command, verdict, [
        ...Object.entries(checkedWords).map(
          ([what, words]) => `${words}: ${checked[what as keyof typeof checkedWords]}`,
        ),
        ...faults
          .slice(0, faultsPrinted)
          .map(({ what, which, fault }) => `✖ ${what} ${which}: ${fault}`),
        faults.length === 0
          ? '全部一致 / everything agrees'
          : `${faults.length + verdict.more} 处不一致 / faults`,
      ])
      if (faults.length > 0) process.exitCode = exitCodes.faults
    })
}
