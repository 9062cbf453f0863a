/**
 * Who else is in the county: the offices that keep and use credit records, platforms, carriers and
 * payment institutions. Every name bears 示例 ("example"), every domain ends in .example, and every
 * code begins its body with a letter that is not issued, so that none can be taken for a real one.
 */

import { usccWith } from '#lib/identifiers'
import { inventedWord } from './catalogue.ts'
import type { Random } from './random.ts'

export const HOME_AREA = '130528'

/** Invented townships under the county, with codes as GB/T 10114 forms those of towns. */
export const TOWNSHIPS = [
  { area: '130528191', zh: '槐原', en: 'Huaiyuan' },
  { area: '130528192', zh: '禾畔', en: 'Hepan' },
  { area: '130528193', zh: '岚坡', en: 'Lanpo' },
] as const

export type OrganisationKind =
  | 'credit-office'
  | 'regulator'
  | 'department'
  | 'township'
  | 'association'
  | 'bank'
  | 'credit-agency'

export type Organisation = {
  code: string
  kind: OrganisationKind
  nameZh: string
  nameEn: string
  uscc: string
  area: string
}

export type Platform = {
  code: string
  name: string
  domain: string
  uscc: string
  /** Share of shops, and whether its orders carry address and device tokens. */
  share: number
  reportsAddress: boolean
  reportsDevice: boolean
}

export type Carrier = {
  code: string
  name: string
  uscc: string
  share: number
  /** Multiplies delivery time. */
  pace: number
  reportsScans: boolean
}

export type PaymentInstitution = { code: string; name: string; uscc: string; share: number }

const OFFICES: readonly [OrganisationKind, string, string, string?][] = [
  ['credit-office', '示例县社会信用办公室', 'Example County Credit Office'],
  ['regulator', '示例县市场监督管理局', 'Example County Market Regulation Bureau'],
  ['department', '示例县商务局', 'Example County Commerce Bureau'],
  ['department', '示例县税务局', 'Example County Tax Office'],
  ['department', '示例县邮政管理局', 'Example County Postal Administration'],
  ['department', '示例县公安局', 'Example County Public Security Bureau'],
  ...TOWNSHIPS.map(({ area, zh, en }): [OrganisationKind, string, string, string] => [
    'township',
    `示例县${zh}镇人民政府`,
    `${en} Township, Example County`,
    area,
  ]),
  ['association', '示例县电子商务协会', 'Example County E-commerce Association'],
  ['association', '示例县消费者协会', 'Example County Consumers’ Association'],
  ['bank', '示例县砚塘村镇银行', 'Yantang Village Bank, Example County'],
  ['credit-agency', '示例知衡信用服务有限公司', 'Example Zhiheng Credit Services'],
]

const REGISTRAR_OF: Readonly<Record<OrganisationKind, [string, string]>> = {
  'credit-office': ['1', '1'],
  regulator: ['1', '1'],
  department: ['1', '1'],
  township: ['1', '1'],
  association: ['5', '1'],
  bank: ['9', '1'],
  'credit-agency': ['9', '1'],
}

export function makeOrganisations(random: Random): Organisation[] {
  return OFFICES.map(([kind, nameZh, nameEn, area = HOME_AREA], i) => {
    const [registrar, category] = REGISTRAR_OF[kind]
    const uscc = exampleUscc(random, { registrar, category })
    return { code: `g${`${i + 1}`.padStart(2, '0')}`, kind, nameZh, nameEn, uscc, area }
  })
}

const PLATFORM_SHARES = [30, 22, 17, 13, 10, 8]
const PLATFORM_KINDS = ['集市', '优选', '直播购', '拼团', '乡品', '同城']

export function makePlatforms(random: Random, count: number): Platform[] {
  const offset = random.below(200)
  return Array.from({ length: count }, (_, i) => {
    const code = `p${`${i + 1}`.padStart(2, '0')}`
    return {
      code,
      name: `示例${inventedWord(offset + i * 7)}${PLATFORM_KINDS[i % PLATFORM_KINDS.length]}`,
      domain: `${code}.example`,
      uscc: exampleUscc(random, { registrar: '9', category: '1' }),
      share: PLATFORM_SHARES[i % PLATFORM_SHARES.length]!,
      reportsAddress: i % 6 !== 5,
      reportsDevice: i % 3 !== 2,
    }
  })
}

export function makeCarriers(random: Random): Carrier[] {
  const offset = random.below(200)
  return [34, 24, 18, 12, 6, 6].map((share, i) => ({
    code: `c${i + 1}`,
    name: `示例${inventedWord(offset + i * 11)}速递有限公司`,
    uscc: exampleUscc(random, { registrar: '9', category: '1' }),
    share,
    pace: [1, 0.92, 1.08, 1.15, 0.8, 1.02][i]!,
    reportsScans: i >= 4,
  }))
}

export function makeInstitutions(random: Random): PaymentInstitution[] {
  const offset = random.below(200)
  return [55, 33, 12].map((share, i) => ({
    code: `y${i + 1}`,
    name: `示例${inventedWord(offset + i * 13)}支付服务有限公司`,
    uscc: exampleUscc(random, { registrar: '9', category: '1' }),
    share,
  }))
}

const BODY_DIGITS = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** A code that passes every check; its body begins with Y, which no registrar has issued. */
export function exampleUscc(
  random: Random,
  { registrar, category }: { registrar: string; category: string },
): string {
  let body = 'Y'
  while (body.length < 8) body += BODY_DIGITS[random.below(BODY_DIGITS.length)]
  return usccWith({ registrar, category, area: HOME_AREA, body })
}
