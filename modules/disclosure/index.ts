/** The disclosure room's door: what the public may see. */
import './tables.ts'

export { type PageDeps, type PublicPages, publicPages } from './pages.ts'
export { type DisclosureDeps, disclosureRoutes } from './routes.ts'
export {
  type EntryPage,
  type ListEntryRow,
  type Members,
  noSources,
  type PublicSources,
} from './sources.ts'
