/** The Chinese dictionary, by page. It is the pattern that the English one must fill. */
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

export const zh = { frame, home, search, subject, verify, lists, log, policies, pages, states }
export type Words = typeof zh
