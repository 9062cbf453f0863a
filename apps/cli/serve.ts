/** `xinheng serve`: the server on the data folder or DATABASE_URL, until Ctrl-C or SIGTERM. */
import type { Command } from 'commander'
import { serve } from '../server/index.ts'

export function addServe(program: Command): void {
  program
    .command('serve')
    .description(
      '启动服务 / start the server (PORT, HOST, XINHENG_DATA, XINHENG_DEMO, DATABASE_URL)',
    )
    .action(async () => {
      await serve(process.env)
    })
}
