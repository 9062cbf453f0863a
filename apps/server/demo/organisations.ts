/**
 * The demonstration county's organisations and one account per role, so that every console can be opened. Their password
 * is printed at start and only ever exists in a demonstration.
 */
import type { Role } from '#contract'
import type { County } from '#lib/county'
import {
  amendOrganisation,
  type By,
  createAccount,
  createOrganisation,
  hashPassword,
  operator,
  type StoredOrganisation,
} from '#modules/access'
import type { Tx } from '#platform/database'
import type { Core } from '../core.ts'

export const demoPassword = 'xinheng-demo-2026'
export const countyArea = '130528'

export type DemoAccount = { readonly login: string; readonly zh: string; readonly role: Role }

/** Printed at start: who can be signed in as. */
export const demoAccounts: readonly DemoAccount[] = [
  { login: 'credit', zh: '信用办', role: 'credit-office' },
  { login: 'regulator', zh: '市场监管（办案）', role: 'regulator' },
  { login: 'reviewer', zh: '市场监管（审核）', role: 'regulator' },
  { login: 'township', zh: '乡镇', role: 'township' },
  { login: 'platform', zh: '平台', role: 'platform' },
  { login: 'merchant', zh: '商户', role: 'merchant' },
  { login: 'carrier', zh: '快递', role: 'carrier' },
  { login: 'payment', zh: '支付机构', role: 'payment-institution' },
  { login: 'bank', zh: '银行', role: 'finance' },
  { login: 'agency', zh: '信用服务机构', role: 'credit-agency' },
  { login: 'association', zh: '行业协会', role: 'association' },
  { login: 'consumer', zh: '消费者', role: 'consumer' },
  { login: 'auditor', zh: '审计', role: 'auditor' },
  { login: 'admin', zh: '系统管理', role: 'administrator' },
]

export type DemoOrganisations = ReadonlyMap<string, StoredOrganisation>

/** A regulator is a department of government; a bank is of finance. */
const kindOf = {
  'credit-office': 'credit-office',
  regulator: 'department',
  department: 'department',
  township: 'township',
  association: 'association',
  bank: 'finance',
  'credit-agency': 'credit-agency',
} as const

/** In which kind of organisation a role works. */
const workplaceOf: Partial<Record<Role, string>> = {
  regulator: 'department',
  administrator: 'credit-office',
  auditor: 'credit-office',
}

/** Organisations by code: offices, platforms, carriers and institutions of the county. */
export async function createOrganisations(
  tx: Tx,
  county: County,
  by: By,
): Promise<DemoOrganisations> {
  const made = new Map<string, StoredOrganisation>()
  const add = async (
    code: string,
    kind: Parameters<typeof createOrganisation>[1]['kind'],
    name: string,
    area = countyArea,
  ) => made.set(code, await createOrganisation(tx, { code, kind, name, area }, by))
  for (const office of county.organisations)
    await add(office.code, kindOf[office.kind], office.nameZh, office.area)
  for (const platform of county.platforms) await add(platform.code, 'platform', platform.name)
  for (const carrier of county.carriers) await add(carrier.code, 'carrier', carrier.name)
  for (const institution of county.institutions)
    await add(institution.code, 'payment-institution', institution.name)
  return made
}

/** Firms that report are subjects too: what stands about them is theirs to read. Subjects by the code of their firm. */
export async function actForThemselves(
  tx: Tx,
  made: DemoOrganisations,
  subjects: ReadonlyMap<string, string>,
  by: By,
): Promise<void> {
  for (const [code, { id }] of made) {
    const subjectId = subjects.get(code)
    if (subjectId) await amendOrganisation(tx, id, { subjectId }, by)
  }
}

/** One account per role; the merchant's organisation acts for `sellerId`. */
export async function createAccounts(
  core: Core,
  made: DemoOrganisations,
  seller: { id: string; name: string },
): Promise<void> {
  const passwordHash = await hashPassword(demoPassword)
  const by: By = { actor: operator, at: core.clock.now(), ids: core.ids }
  const ofKind = (kind: string) =>
    [...made.values()].find(organisation => organisation.kind === kind)
  await core.database.tx(async tx => {
    const merchant = await createOrganisation(
      tx,
      {
        code: 'm-demo',
        kind: 'merchant',
        name: seller.name,
        area: countyArea,
        subjectId: seller.id,
      },
      by,
    )
    for (const { login, zh, role } of demoAccounts) {
      const workplace = role === 'merchant' ? merchant : ofKind(workplaceOf[role] ?? role)
      if (!workplace && role !== 'consumer')
        throw new Error(`the county has no place for a ${role}`)
      await createAccount(
        tx,
        {
          organisationId: workplace?.id ?? null,
          login,
          name: `示例${zh}`,
          roles: [role],
          passwordHash,
          passwordTemporary: false,
        },
        by,
      )
    }
  })
}
