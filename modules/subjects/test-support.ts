/** What tests of this room share: a registrar, valid codes in plenty, and registrations with only what a test says. */
import type { Actor, SubjectGiven } from '#contract'
import { registrationNumberWith, residentIdWith, usccWith } from '#lib/identifiers'
import { fixedClock, monotonicIds } from '#platform/runtime'
import type { Registrar } from './registrar.ts'
import { subjectKeys } from './subject-keys.ts'

export const clock = fixedClock('2026-11-20T02:00:00Z')
export const ids = monotonicIds(clock)
export const keys = subjectKeys(new Uint8Array(32).fill(1))

const office: Actor = {
  accountId: '00000000-0000-7000-8000-0000000000a1',
  name: '测试信用办',
  organisationId: '00000000-0000-7000-8000-0000000000b1',
  organisationCode: 'office',
  roles: ['credit-office'],
  areas: [''],
}

export const registrar = (more: Partial<Registrar> = {}): Registrar => ({
  actor: office,
  at: clock.now(),
  ids,
  keys,
  renewalMonths: 6,
  ...more,
})

/** The `n`th credit code of an invented merchant in 宁晋县. */
export const usccOf = (n: number): string =>
  usccWith({
    registrar: '9',
    category: '1',
    area: '130528',
    body: `MA0${String(n).padStart(5, '0')}`,
  })

export const residentIdOf = (n: number): string =>
  residentIdWith({ area: '130528', birthDate: '1990-03-07', sequence: n })

export const registrationNumberOf = (n: number): string =>
  registrationNumberWith({ area: '130528', sequence: String(n).padStart(8, '0') })

export const merchant = (n: number, more: Partial<SubjectGiven> = {}): SubjectGiven => ({
  kind: 'merchant',
  name: `宁晋清风${n}号百货有限公司`,
  identifiers: [{ kind: 'uscc', value: usccOf(n) }],
  area: '130528',
  ...more,
})

export const seller = (n: number, more: Partial<SubjectGiven> = {}): SubjectGiven => ({
  kind: 'personal-seller',
  name: '欧阳试验',
  identifiers: [{ kind: 'residentId', value: residentIdOf(n) }],
  area: '130528',
  address: '河北省邢台市宁晋县测试路1号',
  phone: '13800001234',
  exemption: 'small-trade',
  declaredAt: '2026-11-01T00:00:00Z',
  ...more,
})

export const shopOn = (platform: string, shop: string, more = {}) => ({
  platform,
  shop,
  name: `示例小店${shop}`,
  url: `https://${platform}.example.com/shop/${shop}`,
  ...more,
})
