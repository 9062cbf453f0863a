/** The runtime's door: configuration, clock, log, ids and refusals. */
export { type Clock, fixedClock, systemClock } from './clock.ts'
export { type Config, readConfig } from './config.ts'
export { type Ids, monotonicIds, randomIds } from './ids.ts'
export { createLog, type Log, silentLog } from './log.ts'
export { createMetrics, type Metrics } from './metrics.ts'
export { type FieldError, Refusal, refuse } from './refusal.ts'
export { slicesOf } from './slices.ts'
