/**
 * What a registration must satisfy beyond its schema: codes that can be, an area that exists and that the caller serves,
 * shops on the caller's own platform. Every fault names its field, so that a bulk line is refused with its reasons.
 */
import { type Actor, hasRole, type ShopGiven, type SubjectGiven } from '#contract'
import { areaOf, parseShopAddress } from '#lib/identifiers'
import type { FieldError } from '#platform/runtime'
import { type Code, type CodeFault, checkCodes } from './codes.ts'
import { kindOf } from './kinds.ts'

export type Checked = {
  readonly given: SubjectGiven
  readonly codes: Code[]
  readonly shops: readonly ShopGiven[]
  readonly faults: FieldError[]
  /** Set when the only faults are codes that fail their own check: they may have been issued so. */
  readonly nonConforming: readonly CodeFault[]
}

export function checkGiven(given: SubjectGiven, actor: Actor): Checked {
  const { codes, faults: codeFaults } = checkCodes(given.identifiers)
  const shops = given.shops ?? []
  const others = [
    ...kindFaults(given),
    ...areaFaults(given.area, actor),
    ...platformFaults(given, actor),
    ...shops.flatMap((shop, i) => shopFaults(shop, actor, `shops.${i}.`)),
  ]
  const faults = [...codeFaults.map(({ error }) => error), ...others]
  const issuedSo = others.length === 0 && codeFaults.every(fault => fault.nonConforming)
  return {
    given,
    codes,
    shops,
    faults,
    nonConforming: issuedSo ? codeFaults : [],
  }
}

/** A platform registers shops on itself and on no other. */
export function shopFaults(given: ShopGiven, actor: Actor, at = ''): FieldError[] {
  const faults: FieldError[] = []
  if (!servesPlatform(actor, given.platform))
    faults.push(
      fault(
        `${at}platform`,
        'own-platform',
        `只能登记本平台（${actor.organisationCode}）的网店`,
        `only shops on your own platform (${actor.organisationCode}) can be registered`,
      ),
    )
  const address = given.url === undefined ? undefined : parseShopAddress(given.url)
  if (address && !address.ok) faults.push(fault(`${at}url`, address.code, address.zh, address.en))
  return faults
}

export const servesPlatform = (actor: Actor, platform: string): boolean =>
  !hasRole(actor, 'platform') || actor.organisationCode === platform

/** Areas bind government; a platform's sellers live anywhere. */
export const servesArea = (actor: Actor, area: string): boolean =>
  !hasRole(actor, 'credit-office', 'regulator', 'township') ||
  actor.areas.some(prefix => area.startsWith(prefix))

export function areaFaults(area: string, actor: Actor): FieldError[] {
  if (![6, 9, 12].includes(area.length) || !areaOf(area.slice(0, 6)))
    return [
      fault('area', 'area', `没有代码为 ${area} 的行政区划`, `there is no area with code ${area}`),
    ]
  if (servesArea(actor, area)) return []
  return [
    fault('area', 'own-area', `${area} 不在您的辖区`, `${area} lies outside the areas you serve`),
  ]
}

function kindFaults(given: SubjectGiven): FieldError[] {
  const { identifiers, zh, en } = kindOf(given.kind)
  const faults: FieldError[] = []
  if (!given.identifiers.some(({ kind }) => identifiers.includes(kind)))
    faults.push(
      fault(
        'identifiers',
        'kind-identifier',
        `${zh}登记须提供以下代码之一：${identifiers.join('、')}`,
        `to register a ${en} one of these codes is needed: ${identifiers.join(', ')}`,
      ),
    )
  if ((given.exemption !== undefined) !== (given.kind === 'personal-seller'))
    faults.push(
      fault(
        'exemption',
        'kind',
        '个人卖家须声明免于登记的情形（电子商务法第十条），其他主体不适用',
        'a personal seller, and no other kind, states why it need not register (E-Commerce Law art. 10)',
      ),
    )
  if (given.kind === 'staff' && given.employer === undefined)
    faults.push(
      fault(
        'employer',
        'required',
        '从业人员须注明所属主体',
        'staff need the subject they work for',
      ),
    )
  return faults
}

function platformFaults(given: SubjectGiven, actor: Actor): FieldError[] {
  if (given.kind !== 'platform') {
    if (given.platform === undefined) return []
    return [
      fault('platform', 'kind', '只有平台经营者有平台编码', 'only a platform has a platform code'),
    ]
  }
  if (given.platform === undefined)
    return [fault('platform', 'required', '平台经营者须注明平台编码', 'a platform needs its code')]
  if (servesPlatform(actor, given.platform)) return []
  return [
    fault('platform', 'own-platform', '只能登记本平台', 'only your own platform can be registered'),
  ]
}

export const fault = (field: string, rule: string, zh: string, en: string): FieldError => ({
  field,
  rule,
  zh: `${zh}。`,
  en: `${en}.`,
})
