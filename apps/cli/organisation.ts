/** `xinheng organisation add`: the first organisation of an installation, before anyone can sign in to make one. */
import type { Command } from 'commander'
import { type OrganisationKind, organisationKinds } from '#contract'
import { addOrganisation as add } from '../server/index.ts'
import { print } from './output.ts'

type AddOptions = { kind: string; name: string; area: string }

export function addOrganisation(program: Command): void {
  program
    .command('organisation')
    .description('机构 / organisations')
    .command('add <code>')
    .description(
      '新建机构，之后用 user add 建账号 / create one; then make its accounts with user add',
    )
    .requiredOption('--kind <kind>', organisationKinds.join(' | '))
    .requiredOption('--name <name>', '名称 / name')
    .requiredOption(
      '--area <code>',
      'GB/T 2260 区划代码；全国用 0 / area code; 0 is the whole country',
    )
    .action(async (code: string, { kind, name, area }: AddOptions, command: Command) => {
      if (!(organisationKinds as readonly string[]).includes(kind))
        throw new Error(`--kind ${kind}: 应为 / must be one of ${organisationKinds.join(', ')}`)
      if (!/^\d{1,12}$/.test(area))
        throw new Error(`--area ${area}: 应为数字区划代码 / must be an area code in digits`)
      const made = await add(process.env, { code, kind: kind as OrganisationKind, name, area })
      print(command, made, [`${made.code}  ${made.name}  ${made.area || '全国 / whole country'}`])
    })
}
