/** What a number of law rests on: cited as it is, or said in the reader's language where it is no citation. */
import type { PolicyRule } from '#contract'
import { Cited } from '../../design/cited.tsx'
import { useSpeech } from '../../i18n/language.tsx'

export function Basis({ rule: { basis, basisEn } }: { rule: PolicyRule }) {
  const said = useSpeech().say({ zh: basis, en: basisEn })
  return said === basis ? <Cited>{basis}</Cited> : said
}
