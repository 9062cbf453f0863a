/**
 * The codes of a subject (requirements 0.1–0.3): each given identifier is checked on every entry path and refused with
 * its reason; a code that carries another (the organisation code inside a USCC or an old tax number) yields that too, so
 * that a duplicate registered under the older code is recognised. Subjects are matched by code only, never by name.
 */
import type { IdentifierGiven, IdentifierKind } from '#contract'
import {
  type Refusal as CodeRefusal,
  maskResidentId,
  type Parsed,
  parseOrganisationCode,
  parseRegistrationNumber,
  parseResidentId,
  parseTaxNumber,
  parseUscc,
} from '#lib/identifiers'
import type { FieldError } from '#platform/runtime'
import type { SubjectKeys } from './subject-keys.ts'

export type Code = {
  readonly kind: IdentifierKind
  readonly value: string
  readonly network: string | null
  readonly from: string | null
  readonly until: string | null
  /** A number of a natural person: sealed at rest, masked when shown, found only by its keyed digest. */
  readonly personal: boolean
  readonly derived: boolean
}

/** A given code that cannot be: the fault, and whether it may be an issued code that fails its own check. */
export type CodeFault = {
  readonly error: FieldError
  readonly given: IdentifierGiven
  readonly nonConforming: boolean
}

export type CheckedCodes = { readonly codes: Code[]; readonly faults: CodeFault[] }

/** Checks all identifiers of one subject; `at` names the field in faults, e.g. `identifiers`. */
export function checkCodes(given: readonly IdentifierGiven[], at = 'identifiers'): CheckedCodes {
  const codes = new Map<string, Code>()
  const faults: CodeFault[] = []
  for (const [i, identifier] of given.entries()) {
    const result = checkCode(identifier)
    if ('refused' in result) faults.push(faultOf(identifier, `${at}.${i}.value`, result.refused))
    else for (const code of result.codes) keepGiven(codes, code)
  }
  return { codes: [...codes.values()], faults }
}

/** A code that was given in so many words outweighs the same code computed from another. */
function keepGiven(codes: Map<string, Code>, code: Code): void {
  const key = `${code.kind}:${code.network ?? ''}:${code.value}`
  const before = codes.get(key)
  if (!before || before.derived) codes.set(key, code)
}

type Checked = { codes: Code[] } | { refused: Omit<CodeRefusal, 'ok'> }

export function checkCode(given: IdentifierGiven): Checked {
  const period = periodFault(given)
  if (period) return { refused: period }
  switch (given.kind) {
    case 'uscc':
      return fromParsed(given, parseUscc(given.value), parts => [
        organisationIn(parts.organisation),
      ])
    case 'residentId':
      return fromParsed(given, parseResidentId(given.value), () => [], true)
    case 'registrationNumber':
      return fromParsed(given, parseRegistrationNumber(given.value))
    case 'organisationCode':
      return fromParsed(given, parseOrganisationCode(given.value))
    case 'taxNumber':
      return taxNumber(given)
    case 'platformAccount':
      return given.network === undefined
        ? { refused: networkMissing }
        : { codes: [codeOf(given, given.value.normalize('NFKC').trim())] }
  }
}

/** A person's tax number is the identity number with or without a sequence: as personal as that. */
function taxNumber(given: IdentifierGiven): Checked {
  const parsed = parseTaxNumber(given.value)
  if (!parsed.ok) return { refused: parsed }
  const { parts } = parsed
  switch (parts.form) {
    case 'uscc': {
      const uscc = checkCode({ kind: 'uscc', value: parts.uscc })
      const derived = 'codes' in uscc ? uscc.codes.map(code => ({ ...code, derived: true })) : []
      return { codes: [codeOf(given, parsed.value), ...derived] }
    }
    case 'organisation':
      return { codes: [codeOf(given, parsed.value), organisationIn(parts.organisation)] }
    case 'person':
      return { codes: [codeOf(given, parsed.value, true)] }
  }
}

/** Admits a code as it was issued although it fails its check: only the exception register calls this. */
export const admittedCode = (given: IdentifierGiven): Code =>
  codeOf(given, cleaned(given.value), given.kind === 'residentId')

/** The key under which a code is claimed: one code, one subject. */
export const codeKey = (keys: SubjectKeys, code: Pick<Code, CodeKeyFields>): string =>
  code.personal ? `${code.kind}:${keys.blindIndex(code.kind, code.value)}` : openCodeKey(code)

/** Of a code that is not personal: the code itself. */
export const openCodeKey = ({
  kind,
  network,
  value,
}: Omit<Pick<Code, CodeKeyFields>, 'personal'>) =>
  `${kind}:${network === null ? '' : `${network}:`}${value}`

type CodeKeyFields = 'kind' | 'value' | 'personal' | 'network'

export const shownCode = ({ personal, value }: Pick<Code, 'personal' | 'value'>): string =>
  personal ? maskResidentId(value) : value

export const cleaned = (value: string): string =>
  value
    .normalize('NFKC')
    .replace(/[\s\-‐-―]/g, '')
    .toUpperCase()

function fromParsed<Parts>(
  given: IdentifierGiven,
  parsed: Parsed<Parts>,
  derive: (parts: Parts) => Code[] = () => [],
  personal = false,
): Checked {
  return parsed.ok
    ? { codes: [codeOf(given, parsed.value, personal), ...derive(parsed.parts)] }
    : { refused: parsed }
}

const codeOf = (given: IdentifierGiven, value: string, personal = false): Code => ({
  kind: given.kind,
  value,
  network: given.kind === 'platformAccount' ? (given.network ?? null) : null,
  from: given.from ?? null,
  until: given.until ?? null,
  personal,
  derived: false,
})

const organisationIn = (value: string): Code => ({
  kind: 'organisationCode',
  value,
  network: null,
  from: null,
  until: null,
  personal: false,
  derived: true,
})

const networkMissing = {
  code: 'empty',
  zh: '平台账号须注明所属网络（network）',
  en: 'a platform account needs its network',
} as const

function periodFault({ from, until }: IdentifierGiven): Omit<CodeRefusal, 'ok'> | undefined {
  if (from === undefined || until === undefined || from < until) return undefined
  return { code: 'format', zh: '启用日期须早于停用日期', en: 'the code must begin before it ends' }
}

const faultOf = (
  given: IdentifierGiven,
  field: string,
  refused: Omit<CodeRefusal, 'ok'>,
): CodeFault => ({
  error: {
    field,
    rule: refused.code,
    zh: `${refused.zh}。`,
    en: `${refused.en}.`,
  },
  given,
  nonConforming: refused.code === 'check-character',
})
