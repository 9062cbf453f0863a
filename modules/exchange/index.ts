/** The exchange room's door: agreements with third parties and the hashed signals that pass under them. */
import './tables.ts'

export { exchangeFactSources } from './facts.ts'
export { type ExchangeDeps, exchangeRoutes } from './routes.ts'
export { type OpenSuspicion, subjectKey } from './signals.ts'
export { verifyExchange } from './verification.ts'
