/**
 * The points rule in force: its published steps from `data/taobao-like.json`, its cap on pairs from policy, where a county
 * can change it with notice (E-Commerce Law art. 34). The version names both, so that every line says by what it was
 * counted.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ReputationRule } from '#contract'
import { HEARTS_DIAMONDS_CROWNS, type PointsRule } from '#lib/reputation'
import type { Policies } from '#modules/policy'

type RuleFile = {
  readonly name: string
  readonly version: number
  readonly titleZh: string
  readonly titleEn: string
  readonly pointsByScore: PointsRule['pointsByScore']
  readonly sameItemDays: number
  /** What the Bayesian mean begins with. */
  readonly prior: { readonly mean: number; readonly weight: number }
  readonly basis: string
}

const path = join(import.meta.dirname, 'data/taobao-like.json')

export const publishedRule = JSON.parse(readFileSync(path, 'utf8')) as RuleFile

const capKey = 'reputation.pairPerMonth'
const chineseOffsetMs = 28_800_000

/** The rule for what is counted on a Chinese calendar day. */
export function pointsRule(policies: Policies, on: string): PointsRule {
  const cap = policies.rule(capKey, on)
  return {
    version: `${publishedRule.version}.${cap.version}`,
    pointsByScore: publishedRule.pointsByScore,
    pairCapPerMonth: policies.number(capKey, on),
    sameItemDays: publishedRule.sameItemDays,
    zoneOffsetMs: chineseOffsetMs,
  }
}

/** The rule as the public reads it. */
export function shownRule(policies: Policies, on: string): ReputationRule {
  const { name, titleZh, titleEn, prior, basis } = publishedRule
  const rule = pointsRule(policies, on)
  return {
    name,
    version: rule.version,
    titleZh,
    titleEn,
    basis,
    pointsByScore: [...rule.pointsByScore],
    pairCapPerMonth: rule.pairCapPerMonth,
    prior: { ...prior },
    ladder: HEARTS_DIAMONDS_CROWNS.map(rung => ({ ...rung })),
  }
}
