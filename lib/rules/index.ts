/**
 * The door of rules: a small language for conditions over published fields, its checker and its words in both languages,
 * decision tables of the same form, and an engine that looks only at the rules an event can touch and explains each hit
 * and each miss.
 */
export {
  type Against,
  type Checked,
  checkCell,
  checkCondition,
  checkTerm,
} from './checker.ts'
export {
  type Comparison,
  type Condition,
  fieldsOf,
  holds,
  type Read,
  type Term,
  type Test,
  type Value,
} from './condition.ts'
export { type Hit, type Reader, RuleEngine, readKept } from './engine.ts'
export {
  type ExplainedTest,
  type Explanation,
  explain,
  type Ground,
  groundsOf,
  nearness,
} from './explanation.ts'
export type { Fault, FaultCode } from './faults.ts'
export { type Bilingual, carries, type Field, FieldList, type Unit, units } from './fields.ts'
export {
  checkRule,
  type DecisionTable,
  type Line,
  type Rule,
  type RuleSource,
} from './rule.ts'
export { ruleLimits } from './syntax.ts'
export {
  expressionOf,
  literalOf,
  shownValue,
  type Tongue,
  termOf,
  testOf,
  unitOf,
} from './wording.ts'
