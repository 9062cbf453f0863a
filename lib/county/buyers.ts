/**
 * The county's buyers as one-way tokens: who they are is not known, only that the same token is the
 * same person, device, address or purse. Families share an address and sometimes a device, and
 * dormitories and offices share one address among many, so that sharing alone proves nothing.
 */

import { CITIES } from './cities.ts'
import { type Random, WeightedDraw } from './random.ts'
import { Ids, type Tokens } from './tokens.ts'

export type Buyer = {
  token: string
  /** Index into `CITIES`. */
  city: number
  address: string
  device: string
  payer: string
  /** Index of the payment institution. */
  institution: number
  /** Relative number of orders. */
  activity: number
  /** Favourite categories, and the platform used by habit, as indices. */
  tastes: readonly number[]
  habit: number
}

const HOUSEHOLD_SHARE = 0.2
const FAMILY_DEVICE_SHARE = 0.2
const CROWD_SHARE = 0.04
const BUYERS_PER_CROWD = 350

export type BuyerScale = { buyers: number; platforms: number; categories: number }

export function makeBuyers(
  random: Random,
  scale: BuyerScale,
  institutions: readonly { share: number }[],
  { addresses, devices, purses }: Tokens,
): Buyer[] {
  const buyers = new Ids('b', random)
  const cities = new WeightedDraw(CITIES.map(city => city.buyers))
  const banks = new WeightedDraw(institutions.map(institution => institution.share))
  const crowds = Array.from({ length: Math.ceil(scale.buyers / BUYERS_PER_CROWD) }, () => ({
    city: cities.draw(random),
    address: addresses.next(),
  }))
  const lastInCity: Buyer[] = []
  return Array.from({ length: scale.buyers }, () => {
    const crowd = random.chance(CROWD_SHARE) ? random.pick(crowds) : undefined
    const city = crowd?.city ?? cities.draw(random)
    const neighbour = lastInCity[city]
    const family = !crowd && neighbour && random.chance(HOUSEHOLD_SHARE) ? neighbour : undefined
    const buyer: Buyer = {
      token: buyers.next(),
      city,
      address: crowd?.address ?? family?.address ?? addresses.next(),
      device: family && random.chance(FAMILY_DEVICE_SHARE) ? family.device : devices.next(),
      payer: purses.next(),
      institution: banks.draw(random),
      activity: random.logNormal(1, 0.9),
      tastes: [random.below(scale.categories), random.below(scale.categories)],
      habit: random.below(scale.platforms),
    }
    lastInCity[city] = buyer
    return buyer
  })
}
