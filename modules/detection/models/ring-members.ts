/**
 * Who of a ring may be named. The search keeps whoever shortens the code of the whole ring, and an account that met two
 * of its shops by chance shortens it a little too; so each account and each shop is weighed once more for itself, before
 * the question how many there are of its kind (local false discovery rate: Efron 2010, Large-Scale Inference, ch. 5).
 */
import type { Figure } from '#contract'
import { figure } from '../evidence.ts'
import { oddsNeeded } from './chance.ts'
import type { RingInputs } from './ring-evidence.ts'

/** Names of those of whom each is there by chance with at most this probability. */
export function namedOf(
  inputs: RingInputs,
  chanceShare: number,
): { shops: string[]; accounts: string[] } {
  const [accounts, shops] = [accountOdds(inputs), shopOdds(inputs)]
  const least = oddsNeeded(chanceShare)
  return {
    shops: inputs.shops.filter((_, i) => shops[i]! >= least),
    accounts: inputs.accounts.filter((_, i) => accounts[i]! >= least),
  }
}

/** Of one member of the ring, by its places in the inputs (−1 where it is none of them): why it is named, or not. */
export function oddsFigure(
  inputs: RingInputs,
  { shop, account }: { readonly shop: number; readonly account: number },
  chanceShare: number,
): Figure {
  const odds = account >= 0 ? accountOdds(inputs)[account]! : shopOdds(inputs)[shop]!
  return figure({
    name: 'odds',
    zh: '其本身属于团伙而非偶然的对数几率',
    en: 'log odds that it is itself of the ring and not there by chance',
    value: Math.round(odds * 100) / 100,
    atLeast: Math.round(oddsNeeded(chanceShare) * 100) / 100,
    unit: 'score',
  })
}

/**
 * Log odds that each account is a member. Members come to the ring's shops as often as their fellows and to each shop
 * alike, anybody else as often as the shops' other custom and their own activity foretell; both are Poisson. A regular's
 * return costs what it does in the search.
 */
function accountOdds(inputs: RingInputs): number[] {
  const { population, honestOrders, shops, accounts, visits, ordersOfAccount } = inputs
  const within = visits.map(of => of.reduce((sum, [, times]) => sum + times, 0))
  const usual = within.reduce((sum, orders) => sum + orders, 0) / accounts.length
  const custom = honestOrders.reduce((sum, honest) => sum + honest + 1, 0) / population.orders
  const prior = Math.log(accounts.length / population.accounts)
  return visits.map((of, i) => {
    const orders = ordersOfAccount[i]!
    const asMember = within[i]! * Math.log(usual / shops.length) - usual
    let asAnybody = -orders * custom
    for (const [shop, times] of of) {
      // Were the account anybody, its own orders would be of the shop's honest custom too.
      const share = (honestOrders[shop]! + times + 1) / population.orders
      asAnybody += Math.log(orders * share) + (times - 1) * Math.log(population.repeatShare)
    }
    return prior + asMember - asAnybody
  })
}

/** The same of each shop: its visitors among the accounts, against those of them whom chance would bring. */
function shopOdds({ population, honestOrders, shops, visits, ordersOfAccount }: RingInputs) {
  const visitors = honestOrders.map(() => 0)
  for (const of of visits) for (const [shop] of of) visitors[shop]!++
  const usual = visitors.reduce((sum, seen) => sum + seen, 0) / shops.length
  const orders = ordersOfAccount.reduce((sum, count) => sum + count, 0)
  const prior = Math.log(shops.length / population.shops)
  return visitors.map((seen, i) => {
    const expected = (orders * (honestOrders[i]! + seen + 1)) / population.orders
    return prior + seen * Math.log(usual / expected) - usual + expected
  })
}
