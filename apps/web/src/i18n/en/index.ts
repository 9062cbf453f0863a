/** The English dictionary, fetched only when the reader chooses it. */
import type { Words } from '../zh/index.ts'
import { frame } from './frame.ts'
import { home } from './home.ts'
import { lists } from './lists.ts'
import { log } from './log.ts'
import { pages } from './pages.ts'
import { policies } from './policies.ts'
import { search } from './search.ts'
import { states } from './states.ts'
import { subject } from './subject.ts'
import { verify } from './verify.ts'

export const en: Words = {
  frame,
  home,
  search,
  subject,
  verify,
  lists,
  log,
  policies,
  pages,
  states,
}
