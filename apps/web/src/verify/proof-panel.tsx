/**
 * "验证此条 / verify this": fetches a fact with its proof and verifies text, fingerprint, path and signature in the
 * browser, step by step, in plain words. The server is asked for the proof, never for the verdict.
 */
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { type FactProof, type FactReference, type InclusionProof, ProblemError } from '#contract'
import { call } from '../app/api.ts'
import type { Tone } from '../design/badge.tsx'
import { Button } from '../design/button.tsx'
import { Notice } from '../design/notice.tsx'
import { ErrorState, Skeleton } from '../design/states.tsx'
import { useSpeech } from '../i18n/language.tsx'
import { CannotVerify, type Opening, type Verification, verifyFact } from './fact.ts'
import { type KeyMemory, recogniseKey } from './memory.ts'
import { ProofSteps } from './proof-steps.tsx'
import './proof-panel.css'

/** A fact by its place in the log, or one version of a policy number. */
export type Provable = FactReference | { readonly policy: string; readonly version: number }

export function ProofButton({ reference }: { reference: Provable }) {
  const { words } = useSpeech()
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <div className="proof no-print">
      <Button weight="quiet" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {open ? words.verify.hide : words.verify.button}
      </Button>
      <div id={id} hidden={!open} aria-live="polite">
        {open && <ProofPanel reference={reference} />}
      </div>
    </div>
  )
}

function ProofPanel({ reference }: { reference: Provable }) {
  const { words } = useSpeech()
  const read = useQuery({
    queryKey: ['proof', reference],
    queryFn: () => proved(reference),
    staleTime: 0,
  })
  if (read.isPending)
    return (
      <div className="proof-panel">
        <p className="small soft">{words.verify.fetching}</p>
        <Skeleton lines={3} />
      </div>
    )
  if (read.error instanceof CannotVerify)
    return <Notice tone="warn">{words.verify.says[read.error.reason]}</Notice>
  if (read.error) return <ErrorState error={read.error} retry={() => void read.refetch()} />
  const { verification, proof, keyMemory } = read.data
  const outcome = outcomeOf(verification, keyMemory)
  return (
    <div className="proof-panel stack">
      <Notice tone={tones[outcome]} title={words.verify[outcome]}>
        <p className="small">{words.verify.intro}</p>
      </Notice>
      <ProofSteps verification={verification} keyMemory={keyMemory} />
      <p className="row small soft">
        <a
          className="button quiet"
          download={`proof-${verification.index}.json`}
          href={`data:application/json,${encodeURIComponent(JSON.stringify(proof, null, 2))}`}
        >
          {words.verify.download}
        </a>
        {words.verify.downloadHint}
      </p>
    </div>
  )
}

type Outcome = 'verified' | 'verifiedEntry' | 'incomplete' | 'refuted'

const tones: Readonly<Record<Outcome, Tone>> = {
  verified: 'good',
  verifiedEntry: 'good',
  incomplete: 'warn',
  refuted: 'bad',
}

/** Says no more than was computed: without its text, it is the fingerprint that was verified, not the words. */
function outcomeOf({ states }: Verification, keyMemory: KeyMemory | null): Outcome {
  if (Object.values(states).includes('failed') || keyMemory === 'changed') return 'refuted'
  if (states.root !== 'passed' || states.signature !== 'passed') return 'incomplete'
  return states.commitment === 'passed' ? 'verified' : 'verifiedEntry'
}

async function proved(reference: Provable) {
  const { opening, inclusion } = await fetched(reference)
  const verification = await verifyFact(inclusion, opening)
  const { origin } = verification.checkpoint
  // A key is remembered only from a checkpoint it really signed.
  const holds = verification.states.signature === 'passed'
  const keyMemory: KeyMemory | null = holds ? recogniseKey(origin, inclusion.verifierKey) : null
  return { proof: opening ? { ...opening, inclusion } : inclusion, verification, keyMemory }
}

type Fetched = { readonly opening: Opening | null; readonly inclusion: InclusionProof }

/** With its text where that is on public display; else the proof of its fingerprint alone. */
async function fetched(reference: Provable): Promise<Fetched> {
  if ('policy' in reference) {
    const { policy: key, version } = reference
    return opened(await call('provePolicy', { params: { key }, query: { version } }))
  }
  const query = { batch: reference.batchId, ordinal: reference.ordinal }
  try {
    return opened(await call('provePublicFact', { query }))
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== 'disclosure.fact-not-public')
      throw error
    return { opening: null, inclusion: await call('proveLogged', { query }) }
  }
}

const opened = ({ body, salt, inclusion }: FactProof): Fetched => ({
  opening: { body, salt },
  inclusion,
})
