/**
 * Likeness of texts, names, addresses and domains. Sketches (shingles, MinHash, SimHash, LSH)
 * serve streams; the others explain their score. What needs Chinese dictionaries takes
 * `ChineseConverters`: await `loadChineseConverters()` once where the process is put together and
 * pass the result down.
 */
export { type Address, addressKey, parseAddress } from './address.ts'
export {
  type AddressOptions,
  addressLikeness,
  LIKELY_SAME_ADDRESS,
  parsedAddressLikeness,
} from './address-likeness.ts'
export {
  arabicNumerals,
  type ChineseConverters,
  foldText,
  hasHan,
  loadChineseConverters,
  plainConverters,
} from './chinese-text.ts'
export { skeletonOf } from './confusables.ts'
export { damerauLevenshtein, jaroWinkler } from './edit-distance.ts'
export { hash32 } from './hash.ts'
export {
  type LookAlikeCheck,
  type LookAlikeTrick,
  type LookAlikeVerdict,
  lookAlikeCheck,
} from './look-alike.ts'
export { type LshIndex, type LshOptions, lshIndex, lshThreshold, type Match } from './lsh-index.ts'
export { type MinHasher, minHasher, minHashLikeness } from './min-hash.ts'
export { LIKELY_SAME, type NameOptions, nameLikeness } from './name-likeness.ts'
export { type OrganisationName, organisationName } from './organisation-name.ts'
export type { Likeness, Reason, ReasonCode } from './reason.ts'
export { containment, jaccard, shingles } from './shingles.ts'
export { hammingDistance64, simHash64 } from './sim-hash.ts'
