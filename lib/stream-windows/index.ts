/**
 * Door of stream-windows: sliding windows over event time, order concentration, and bursts against
 * a seasonal baseline; each with bounded memory and a state that is plain JSON.
 */

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
export { negativeBinomialTail, poissonTail } from './tails.ts'
