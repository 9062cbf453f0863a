/** The disclosure room's door: what the public may see. */
import './tables.ts'

export { publicListEntry, publicLists } from './lists.ts'
export { type PageDeps, type PublicPages, publicPages } from './pages.ts'
export { type DisclosureDeps, disclosureRoutes } from './routes.ts'
export { publicSubjectOf } from './sight.ts'
