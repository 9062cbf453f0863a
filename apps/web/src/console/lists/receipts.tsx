/** Who of the recipients has a measure, who has its lifting, and what each did: by name, and who is still missing. */
import type { Measure, OrganisationKind } from '#contract'
import { useRead } from '../../app/api.ts'
import { useSpeech } from '../../i18n/language.tsx'
import { useOrganisationsOf } from '../organisations/of-kinds.ts'
import { listWords } from './words.ts'

/** Which kinds of organisation an audience of the catalogue is; offices read the file itself. */
const kindsOf: Readonly<Record<string, readonly OrganisationKind[]>> = {
  platform: ['platform', 'carrier', 'payment-institution'],
  finance: ['finance'],
  association: ['association'],
}

export function Receipts({ measure }: { measure: Measure }) {
  const { say, format } = useSpeech()
  const own = say(listWords)
  const { nameOf, missing } = useRecipients(measure)
  const { receipts, feedback, state } = measure
  const field = state === 'in-force' ? 'imposedFetchedAt' : 'liftedFetchedAt'
  const got = receipts.filter(receipt => receipt[field] !== null)
  const all = got.length + missing.length
  return (
    <>
      {all > 0 && (
        <details>
          <summary>
            {state === 'in-force'
              ? own.received(got.length, all)
              : own.liftReceived(got.length, all)}
          </summary>
          <ul className="plain-list small">
            {got.map(receipt => (
              <li key={receipt.organisation}>
                {nameOf(receipt.organisation)}{' '}
                <span className="soft">{format.instant(receipt[field]!)}</span>
              </li>
            ))}
            {missing.map(code => (
              <li key={code} className="soft">
                {nameOf(code)} {own.notReceived}
              </li>
            ))}
          </ul>
        </details>
      )}
      {feedback.length === 0 && <span className="soft small">{own.noFeedback}</span>}
      {feedback.map(({ organisation, applied, reason, at }) => (
        <span key={`${organisation} ${at}`} className="small block">
          {nameOf(organisation)} {applied ? own.applied : own.notApplied}
          {reason && `：${reason}`}
        </span>
      ))}
    </>
  )
}

/** The recipients that have not fetched the latest change yet, and how each is called. */
function useRecipients({ measure, receipts, state }: Measure) {
  const catalogue = useRead('measureCatalogue').data?.items ?? []
  const audience = catalogue.find(({ code }) => code === measure)?.audience ?? []
  const organisations = useOrganisationsOf(audience.flatMap(each => kindsOf[each] ?? []))
  const field = state === 'in-force' ? 'imposedFetchedAt' : 'liftedFetchedAt'
  const have = new Set(receipts.filter(r => r[field] !== null).map(r => r.organisation))
  return {
    nameOf: (code: string) => organisations.find(known => known.code === code)?.name ?? code,
    missing: organisations
      .filter(({ active, code }) => active && !have.has(code))
      .map(({ code }) => code),
  }
}
