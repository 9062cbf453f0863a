/** Support for tests: databases of both engines, an actor of any role, and the folder of published data. */
export { actorOf } from './actors.ts'
export { type TestDatabase, testDatabase } from './database.ts'
export { publishedData } from './published-data.ts'
export { type Answer, type Served, served } from './served.ts'
export { undone, unnoticedColumns } from './tampering.ts'
export { completedOrder, everyTradeEvent, tradeEvent } from './trade-events.ts'
