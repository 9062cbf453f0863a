/**
 * `xinheng import ratings|trade FILE`: files into the installation through the same intake as the API. Good rows land,
 * bad ones are kept for correction and named here; importing again changes nothing.
 */
import { statSync } from 'node:fs'
import type { Command } from 'commander'
import { type ImportKind, importFile, terminalProgress } from '../server/index.ts'
import { exitCodes, print } from './output.ts'

export function addImport(program: Command): void {
  const group = program.command('import').description('导入文件 / import a file')
  group
    .command('ratings <file>')
    .description(
      '互评网络 rater,ratee,rating(-10..10),unix 秒 / a network of people rating each other',
    )
    .option('--network <code>', '网络代号 / code of the network', 'ratings')
    .action((file: string, options: { network: string }, command: Command) =>
      run('ratings', file, options.network, command),
    )
  group
    .command('trade <file>')
    .description('交易事件 NDJSON，可为 .gz / trade events as NDJSON, may be .gz')
    .action((file: string, _options, command: Command) => run('trade', file, '', command))
}

async function run(kind: ImportKind, path: string, network: string, command: Command) {
  const bytes = statSync(path).size
  const progress = terminalProgress(process.stderr)
  const report = await importFile(process.env, {
    kind,
    path,
    network,
    progress: (label, done) => progress.step(label, done, bytes),
  })
  progress.done('导入完成 / imported')
  print(command, report, [
    `读取 ${report.rows} 行：新增 ${report.accepted}，重复 ${report.duplicates}，拒绝 ${report.refused}` +
      ` / ${report.rows} rows: ${report.accepted} new, ${report.duplicates} known, ${report.refused} refused`,
    ...(report.cutAfterRow === null
      ? []
      : [
          `文件在第 ${report.cutAfterRow} 行后中断 / the file breaks off after row ${report.cutAfterRow}`,
        ]),
    ...report.shown.map(
      ({ row, errors }) =>
        `第 ${row} 行 / row ${row}: ${errors.map(e => `${e.field} ${e.rule} ${e.zh} ${e.en}`).join('; ')}`,
    ),
  ])
  if (report.refused > 0 || report.cutAfterRow !== null) process.exitCode = exitCodes.faults
}
