/** What a code is and what is wrong with it, for whoever types one (requirement 0.1): every reading that fits its length. */
import type { CodeReading } from '#contract'
import {
  explainUscc,
  type Parsed,
  parseOrganisationCode,
  parseRegistrationNumber,
  parseResidentId,
  parseTaxNumber,
  parseUscc,
} from '#lib/identifiers'
import { cleaned } from './codes.ts'

/** Readings that are right first; of wrong ones only those whose length fits, or the credit code's when none does. */
export function explainCode(text: string): CodeReading[] {
  const readings = [
    reading('uscc', text, parseUscc(text), usccSentence(text)),
    reading(
      'residentId',
      text,
      parseResidentId(text),
      sentenceOf('居民身份证号码', 'identity number'),
    ),
    reading(
      'registrationNumber',
      text,
      parseRegistrationNumber(text),
      sentenceOf('工商注册号', 'business registration number'),
    ),
    reading(
      'organisationCode',
      text,
      parseOrganisationCode(text),
      sentenceOf('组织机构代码', 'organisation code'),
    ),
    reading('taxNumber', text, parseTaxNumber(text), sentenceOf('纳税人识别号', 'tax number')),
  ]
  const right = readings.filter(({ ok }) => ok)
  if (right.length > 0) return right.map(({ rule: _, ...shown }) => shown)
  const fitting = readings.filter(({ rule }) => rule !== 'length' && rule !== 'empty')
  return (fitting.length > 0 ? fitting : readings.slice(0, 1)).map(({ rule: _, ...shown }) => shown)
}

type Ruled = CodeReading & { rule: string }

function reading(
  kind: CodeReading['kind'],
  text: string,
  parsed: Parsed<unknown>,
  sentence: { zh: string; en: string },
): Ruled {
  if (parsed.ok)
    return {
      kind,
      ok: true,
      value: parsed.value,
      ...sentence,
      warnings: parsed.warnings.map(({ zh, en }) => ({ zh, en })),
      rule: '',
    }
  const { code, zh, en, position, expected } = parsed
  return {
    kind,
    ok: false,
    value: cleaned(text),
    zh,
    en,
    ...(position === undefined ? {} : { position }),
    ...(expected === undefined ? {} : { expected }),
    warnings: [],
    rule: code,
  }
}

function usccSentence(text: string): { zh: string; en: string } {
  const { zh, en } = explainUscc(text)
  return { zh, en }
}

const sentenceOf = (zh: string, en: string) => ({
  zh: `${zh}校验通过`,
  en: `a valid ${en}`,
})
