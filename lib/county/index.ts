/**
 * Door of county: the demonstration county as a pure function of a seed — its organisations,
 * merchants, a year of trade events in time order, and the truth about the schemes planted in it.
 */

export {
  COUNTY_DEFAULTS,
  type County,
  type CountyBuyer,
  type CountyOptions,
  generateCounty,
} from './county.ts'
export { type DemoStory, demoStory } from './demo-story.ts'
export type { Merchant, MerchantKind, NoRegistrationCase, Shop } from './merchants.ts'
export type {
  Carrier,
  Organisation,
  OrganisationKind,
  PaymentInstitution,
  Platform,
} from './organisations.ts'
export type { SchemeCounts } from './schemes/planting.ts'
export { SCHEME_KINDS, type Scheme, type SchemeKind } from './schemes/scheme.ts'
export type {
  FundsMoved,
  ListingChanged,
  OrderCancelled,
  OrderItem,
  OrderPlaced,
  ParcelScan,
  ParcelSent,
  ParcelSigned,
  PaymentMade,
  PaymentRefunded,
  ProductionRecorded,
  ReviewFollowed,
  ReviewPosted,
  ServiceOpened,
  TradeEvent,
  TradeEventKind,
  TrafficCounted,
} from './trade-event.ts'
