/**
 * `xinheng verify`: recomputes the log from the facts, and from the facts again whatever is displayed or decided upon, and
 * says what it checked; every fault names the thing that does not agree. Works on the data folder, on DATABASE_URL and on a restored backup.
 */
import type { Command } from 'commander'
import {
  terminalProgress,
  type Verdict,
  type VerifyStage,
  verifyInstallation,
} from '../server/index.ts'
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
  subjects: '主体 / subjects',
  codes: '主体代码 / codes of subjects',
  shops: '网店 / shops',
  records: '信用记录 / credit records',
  scores: '信用评分 / scores',
  points: '信用积分 / points',
  alerts: '预警 / alerts',
  suspicions: '线索证据 / evidence of suspicions',
  cases: '案件 / cases',
  clocks: '案件期限 / clocks of cases',
  listEntries: '名单条目 / list entries',
  measures: '措施 / measures',
  feedChanges: '措施推送变更 / changes on the feed',
  agreements: '共享协议 / agreements',
  signals: '共享信号 / signals',
}

const stageWords: Readonly<Record<VerifyStage, string>> = {
  facts: '核对事实 / checking facts',
  register: '重算主体登记 / folding the register again',
  records: '重算信用记录 / folding records again',
  scores: '重算信用评分 / computing scores again',
  points: '重算信用积分 / counting points again',
  alerts: '重算预警 / folding alerts again',
  cases: '重算案件 / folding cases again',
  measures: '重算名单与措施 / folding lists and measures again',
  exchange: '重算共享协议 / folding agreements again',
}

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description(
      '重算整个公开日志和由事实得出的一切 / recompute the public log and all that follows from the facts',
    )
    .action(async (_options, command: Command) => {
      const progress = terminalProgress(process.stderr)
      const verdict = await verifyInstallation(process.env, (stage, checked) =>
        progress.step(stageWords[stage], checked),
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
