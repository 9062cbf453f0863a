/** The transparency room's door: facts go into the public log here, and anyone can check them. */
import './tables.ts'

export {
  type Fact,
  type FactSource,
  factText,
  type JsonObject,
  logBodies,
  logFacts,
} from './facts.ts'
