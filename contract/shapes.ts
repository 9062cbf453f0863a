/**
 * Shapes that many operations share: identifiers, instants, money, the RFC 9457 problem and the cursor page.
 * Limits are named here so that every bound the API enforces can be read in one place.
 */
import Type, { type Static, type TSchema } from 'typebox'

export const limits = {
  pageRows: 100,
  textChars: 2000,
  nameChars: 200,
  tokenChars: 64,
  bodyBytes: 1_048_576,
  bulkLineBytes: 65_536,
  bulkRows: 1_000_000,
  searchChars: 100,
} as const

export const Uuid = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
})
/** RFC 3339 in UTC with at most milliseconds. */
export const Instant = Type.String({
  pattern:
    '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,3})?Z$',
  maxLength: 24,
})
export const Day = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' })
export const AmountFen = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
/**
 * Area codes, as patterns of the whole text: provinces, cities and counties by GB/T 2260, townships (nine digits) and
 * villages (twelve) by GB/T 10114. Forms ask by them what the schemas accept.
 */
export const areaPatterns = {
  anyLevel: '\\d{2}|\\d{4}|\\d{6}|\\d{9}|\\d{12}',
  countyOrBelow: '\\d{6}|\\d{9}|\\d{12}',
  beginning: '\\d{2,6}|\\d{9}|\\d{12}',
} as const
export const AreaCode = Type.String({ pattern: `^(${areaPatterns.beginning})$` })
export const Token = Type.String({ minLength: 1, maxLength: limits.tokenChars })
export const Name = Type.String({ minLength: 1, maxLength: limits.nameChars })
export const Text = Type.String({ minLength: 1, maxLength: limits.textChars })
export const Bilingual = Type.Object({ zh: Type.String(), en: Type.String() })
export type Bilingual = Static<typeof Bilingual>
export const Nothing = Type.Object({}, { additionalProperties: false })

export const Nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])

/** An object that refuses unknown fields; every request body is one. */
export const Strict = <P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false })

/** RFC 9457 problem details; `code` is stable, `zh`/`en` say what was wrong, where and what to do. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.Optional(Type.String()),
  instance: Type.Optional(Type.String()),
  code: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  errors: Type.Optional(
    Type.Array(
      Type.Object({
        field: Type.String(),
        rule: Type.String(),
        zh: Type.String(),
        en: Type.String(),
      }),
    ),
  ),
  details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type Problem = Static<typeof Problem>

export const PageQuery = {
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.pageRows })),
}

export const Page = <S extends TSchema>(item: S) =>
  Type.Object({ items: Type.Array(item), next: Nullable(Type.String()) })
