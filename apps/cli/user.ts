/** `xinheng user add|password`: accounts from the machine itself, before anyone can sign in to make them. */
import type { Command } from 'commander'
import { type Role, roles } from '#contract'
import { addUser as add, resetPassword } from '../server/index.ts'
import { print } from './output.ts'

type AddOptions = { role: string; organisation: string; name?: string }

export function addUser(program: Command): void {
  const group = program.command('user').description('账号 / accounts')
  group
    .command('add <login>')
    .description('新建账号，打印一次性口令 / create an account and print its temporary password')
    .requiredOption('--role <role>', roles.join(' | '))
    .requiredOption('--organisation <code>', '机构代号 / code of the organisation')
    .option('--name <name>', '姓名 / display name')
    .action(async (login: string, options: AddOptions, command: Command) => {
      if (!(roles as readonly string[]).includes(options.role))
        throw new Error(`--role ${options.role}: 应为 / must be one of ${roles.join(', ')}`)
      const password = await add(process.env, {
        login,
        role: options.role as Role,
        organisation: options.organisation,
        name: options.name ?? login,
      })
      print(command, { login, password }, [`${login}  ${password}`])
    })
  group
    .command('password <login>')
    .description('重置口令 / reset a password')
    .action(async (login: string, _options, command: Command) => {
      const password = await resetPassword(process.env, login)
      print(command, { login, password }, [`${login}  ${password}`])
    })
}
