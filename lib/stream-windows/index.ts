/**
 * Door of stream-windows: sliding windows over event time, order concentration, and bursts against
 * a seasonal baseline, a map that forgets; each with bounded memory and a state that is plain JSON.
 */

export { AgeingMap, type AgeingMapLimits, type AgeingMapState } from './ageing-map.ts'
export {
  type BurstJudgement,
  type BurstLimits,
  BurstWatch,
  type BurstWatchState,
  type DayClass,
} from './burst-watch.ts'
export {
  type Concentration,
  type ConcentrationLimits,
  OrderConcentration,
  type OrderPlaced,
} from './concentration.ts'
export type { KeyLogState, Visit, WindowFigures } from './key-log.ts'
export {
  SlidingWindows,
  type SlidingWindowsState,
  type WindowEvent,
  type WindowLimits,
} from './sliding-windows.ts'
export { SpanLog, type SpanLogState } from './span-log.ts'
export { type SpanLimits, SpanWindows, type SpanWindowsState } from './span-windows.ts'
export { logGamma, negativeBinomialTail, poissonTail } from './tails.ts'
