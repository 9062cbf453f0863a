/**
 * Which kinds of organisation there are and which roles their people and machines may bear (requirement 2.1): least
 * privilege begins with what cannot be granted at all. The web reads the same table to offer only what will be accepted.
 */
import type { Role } from './actor.ts'

export const organisationKinds = [
  'credit-office',
  'department',
  'township',
  'platform',
  'merchant',
  'carrier',
  'payment-institution',
  'credit-agency',
  'association',
  'finance',
] as const
export type OrganisationKind = (typeof organisationKinds)[number]

/** What codes of organisations look like, as a pattern of the whole text: events and shops name platforms by them. */
export const organisationCodePattern = '[a-z][a-z0-9\\-]{1,31}'

/** The roles that people and machines of an organisation may bear. Administering and auditing belong to government. */
export const rolesOfOrganisation: Readonly<Record<OrganisationKind, readonly Role[]>> = {
  'credit-office': ['credit-office', 'administrator', 'auditor'],
  department: ['regulator', 'auditor'],
  township: ['township'],
  platform: ['platform'],
  merchant: ['merchant'],
  carrier: ['carrier'],
  'payment-institution': ['payment-institution'],
  'credit-agency': ['credit-agency'],
  association: ['association'],
  finance: ['finance'],
}

/** Who belongs to no organisation. */
export const rolesWithoutOrganisation: readonly Role[] = ['consumer']

export const roleNames: Readonly<Record<Role, { readonly zh: string; readonly en: string }>> = {
  'credit-office': { zh: '信用办', en: 'Credit office' },
  regulator: { zh: '监管部门', en: 'Regulator' },
  township: { zh: '乡镇（街道）', en: 'Township' },
  platform: { zh: '平台', en: 'Platform' },
  merchant: { zh: '商家', en: 'Merchant' },
  carrier: { zh: '快递物流企业', en: 'Carrier' },
  'payment-institution': { zh: '支付机构', en: 'Payment institution' },
  'credit-agency': { zh: '信用服务机构', en: 'Credit agency' },
  association: { zh: '行业协会', en: 'Association' },
  finance: { zh: '金融机构', en: 'Financial institution' },
  consumer: { zh: '消费者', en: 'Consumer' },
  public: { zh: '公众', en: 'Public' },
  administrator: { zh: '系统管理员', en: 'Administrator' },
  auditor: { zh: '审计员', en: 'Auditor' },
}
