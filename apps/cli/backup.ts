/** `xinheng backup FILE` and `restore FILE`: the data folder as one archive, keys included, so keep it safe. */
import type { Command } from 'commander'
import { backUp, restore } from '../server/index.ts'
import { print } from './output.ts'

export function addBackup(program: Command): void {
  program
    .command('backup <file>')
    .description('备份嵌入式数据库与密钥 / back up the embedded database and the keys')
    .action(async (file: string, _options, command: Command) => {
      const bytes = await backUp(process.env, file)
      print(command, { file, bytes }, [`${file}  ${bytes.toLocaleString('en')} 字节 / bytes`])
    })
  program
    .command('restore <file>')
    .description('恢复到空的数据目录 / restore into an empty data folder')
    .action(async (file: string, _options, command: Command) => {
      await restore(process.env, file)
      print(command, { file }, [
        '已恢复，建议随后运行 xinheng verify / restored; run xinheng verify next',
      ])
    })
}
