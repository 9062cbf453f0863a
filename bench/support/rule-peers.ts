/** The same conditions for json-rules-engine and for GoRules Zen, so that all engines judge the same rules. */
import { ZenEngine } from '@gorules/zen-engine'
import { Engine } from 'json-rules-engine'
import { type Condition, fieldsOf, type Test, type Value } from '#lib/rules'

export type Facts = Readonly<Record<string, Value>>

/** A field's key in a flat record: Zen reads dots as paths. */
export const keyOf = (field: string): string => field.replaceAll('.', '_')

/** Numbers of the rules that hold. */
export type Peer = (facts: Facts) => Promise<number[]>

export function jsonRulesEngine(rules: readonly Condition[]): Peer {
  const engine = new Engine([], { allowUndefinedFacts: true })
  engine.addOperator(
    'between',
    (value: number, [from, to]: [number, number]) => value >= from && value <= to,
  )
  rules.forEach((rule, i) => {
    const conditions = asJson(rule)
    const top = 'fact' in conditions ? { all: [conditions] } : conditions
    engine.addRule({ conditions: top as never, event: { type: String(i) } })
  })
  return async facts => {
    const { events } = await engine.run(facts)
    return events.map(({ type }) => Number(type)).sort((a, b) => a - b)
  }
}

const operators = {
  '<': 'lessThan',
  '<=': 'lessThanInclusive',
  '=': 'equal',
  '>=': 'greaterThanInclusive',
  '>': 'greaterThan',
} as const

function asJson(condition: Condition): object {
  if ('all' in condition) return { all: condition.all.map(asJson) }
  if ('any' in condition) return { any: condition.any.map(asJson) }
  if ('not' in condition) return { not: asJson(condition.not) }
  const fact = keyOf(fieldsOf(condition)[0]!)
  if ('in' in condition) return { fact, operator: 'in', value: condition.in }
  if ('from' in condition)
    return { fact, operator: 'between', value: [condition.from, condition.to] }
  return { fact, operator: operators[isOf(condition)], value: constantOf(condition) }
}

type Compared = Extract<Test, { is: unknown }>
const isOf = (test: Test) => (test as Compared).is
const constantOf = (test: Test): Value => ((test as Compared).than as { value: Value }).value

export function zenEngine(rules: readonly Condition[]): Peer {
  const place = { x: 0, y: 0 }
  const expressions = rules.map((rule, i) => ({ id: `e${i}`, key: `r${i}`, value: asZen(rule) }))
  const decision = new ZenEngine().createDecision({
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode', position: place },
      {
        id: 'rules',
        name: 'rules',
        type: 'expressionNode',
        position: place,
        content: { expressions },
      },
      { id: 'out', name: 'out', type: 'outputNode', position: place },
    ],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'rules', type: 'edge' },
      { id: 'b', sourceId: 'rules', targetId: 'out', type: 'edge' },
    ],
  })
  return async facts => {
    const { result } = (await decision.evaluate(facts)) as { result: Record<string, boolean> }
    return rules.flatMap((_, i) => (result[`r${i}`] ? [i] : []))
  }
}

function asZen(condition: Condition): string {
  if ('all' in condition) return `(${condition.all.map(asZen).join(' and ')})`
  if ('any' in condition) return `(${condition.any.map(asZen).join(' or ')})`
  if ('not' in condition) return `not(${asZen(condition.not)})`
  const fact = keyOf(fieldsOf(condition)[0]!)
  const text = (value: Value) => JSON.stringify(value)
  if ('in' in condition) return `${fact} in [${condition.in.map(text).join(', ')}]`
  if ('from' in condition) return `(${fact} >= ${condition.from} and ${fact} <= ${condition.to})`
  const sign = isOf(condition) === '=' ? '==' : isOf(condition)
  return `${fact} ${sign} ${text(constantOf(condition))}`
}
