/** The number of law that a page measures by, beside its figures: its basis and how sure we are of it. */
import { Link } from '@tanstack/react-router'
import type { PolicyRule } from '#contract'
import { useRead } from '../../app/api.ts'
import { Basis } from '../../portal/policies/basis.tsx'
import { ConfidenceMark } from '../../portal/policies/confidence.tsx'
import { PolicyValue } from '../../portal/policies/policy-value.tsx'

const dayInChina = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' })

/** The version of a number that is in force at an instant; undefined while it is read. */
export function useRuleAt(policyKey: string): (at: Date) => PolicyRule | undefined {
  const read = useRead('policyHistory', { params: { key: policyKey } })
  return at => {
    const day = dayInChina.format(at)
    return read.data?.items.find(({ from, to }) => from <= day && (!to || day < to))
  }
}

export function RuleInForce({
  policyKey,
  title,
  note,
}: {
  policyKey: string
  title: string
  /** How it is counted. */
  note: string
}) {
  const rule = useRuleAt(policyKey)(new Date())
  if (!rule) return null
  return (
    <div className="card stack tight">
      <p className="row">
        <span className="soft">{title}</span>
        <strong>
          <PolicyValue rule={rule} />
        </strong>
        <ConfidenceMark confidence={rule.confidence} />
        <Link to="/policies/$key" params={{ key: policyKey }}>
          <Basis rule={rule} />
        </Link>
      </p>
      <p className="small soft">{note}</p>
    </div>
  )
}
