/** The stream's door: publish in a transaction, read by cursor, at least once and in commit-safe order. */
export { type Consumer, type Consumers, runConsumers } from './consumers.ts'
export { type Follower, type Following, follow } from './follower.ts'
export {
  cursorOf,
  lagOf,
  type Message,
  moveCursor,
  newestPosition,
  type Position,
  publish,
  readAfter,
  readAgain,
  trim,
} from './outbox.ts'
