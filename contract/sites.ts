/**
 * Look-alike web addresses (requirement 3.9): anyone checks an address against the registered ones and reports a fake;
 * an officer confirms or rejects; what is confirmed stands on a public list of warnings. A resemblance is a warning for
 * the reader and never a finding.
 */
import Type, { type Static } from 'typebox'
import { operation } from './operation.ts'
import { Instant, Nullable, Page, PageQuery, Strict, Text, Uuid } from './shapes.ts'

const WebAddress = Type.String({ minLength: 1, maxLength: 500 })

export const siteVerdicts = ['registered', 'look-alike', 'unrelated', 'unreadable'] as const
export const siteStates = ['reported', 'confirmed', 'rejected'] as const
export type SiteState = (typeof siteStates)[number]

export const SiteVerdict = Type.Object({
  verdict: Type.Enum(siteVerdicts),
  zh: Type.String(),
  en: Type.String(),
  domain: Nullable(Type.String()),
  /** The registered domain it imitates. */
  imitates: Nullable(Type.String()),
  /** It stands on the list of confirmed fakes. */
  warned: Type.Boolean(),
})
export type SiteVerdict = Static<typeof SiteVerdict>

export const ReportedSite = Type.Object({
  id: Uuid,
  domain: Type.String(),
  imitates: Nullable(Type.String()),
  /** What the check said when it was first reported. */
  zh: Type.String(),
  en: Type.String(),
  state: Type.Enum(siteStates),
  reports: Type.Integer(),
  reportedAt: Instant,
  /** What the last who reported it wrote. */
  text: Type.String(),
  decidedAt: Nullable(Instant),
  decidedBy: Nullable(Type.String()),
  reason: Nullable(Type.String()),
})
export type ReportedSite = Static<typeof ReportedSite>

export const WarnedSite = Type.Object({
  domain: Type.String(),
  imitates: Nullable(Type.String()),
  confirmedAt: Instant,
  reason: Type.String(),
})
export type WarnedSite = Static<typeof WarnedSite>

export const siteOperations = {
  checkSite: operation({
    // Not a GET: what people are about to open is nobody's business and must not stand in logs.
    method: 'POST',
    path: '/site-checks',
    zh: '核对网址是否仿冒已登记网站',
    en: 'Check whether a web address imitates a registered one',
    safe: true,
    body: Strict({ address: WebAddress }),
    answer: SiteVerdict,
  }),
  reportSite: operation({
    method: 'POST',
    path: '/site-reports',
    zh: '举报仿冒网站',
    en: 'Report a fake site',
    body: Strict({ address: WebAddress, text: Text }),
    answer: Type.Object({ id: Uuid, state: Type.Enum(siteStates) }),
  }),
  listSiteReports: operation({
    method: 'GET',
    path: '/site-reports',
    zh: '仿冒网站举报队列',
    en: 'The queue of reported sites, oldest first',
    purpose: true,
    query: Strict({ ...PageQuery, state: Type.Optional(Type.Enum(siteStates)) }),
    answer: Page(ReportedSite),
  }),
  decideSite: operation({
    method: 'POST',
    path: '/site-reports/:id/decision',
    zh: '认定或驳回仿冒网站举报',
    en: 'Confirm or reject a reported site; what is confirmed is warned of in public',
    params: Strict({ id: Uuid }),
    body: Strict({ decision: Type.Enum(['confirm', 'reject']), reason: Text }),
    answer: ReportedSite,
  }),
  listWarnedSites: operation({
    method: 'GET',
    path: '/warned-sites',
    zh: '仿冒网站警示名单',
    en: 'Confirmed fakes, newest first',
    query: Strict(PageQuery),
    answer: Page(WarnedSite),
  }),
}
