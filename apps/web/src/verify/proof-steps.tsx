/** The steps of a verification, each with what it means, what was computed and how it fared. */
import type { ReactNode } from 'react'
import { Badge, type Tone } from '../design/badge.tsx'
import { Details } from '../design/details.tsx'
import { useSpeech } from '../i18n/language.tsx'
import { toBase64, toHex } from './bytes.ts'
import type { StepState, Verification } from './fact.ts'
import type { KeyMemory } from './memory.ts'

export function ProofSteps({
  verification,
  keyMemory,
}: {
  verification: Verification
  keyMemory: KeyMemory | null
}) {
  return (
    <ol className="proof-steps">
      <FactSteps verification={verification} />
      <TreeSteps verification={verification} />
      <SignatureSteps verification={verification} keyMemory={keyMemory} />
    </ol>
  )
}

function FactSteps({ verification }: { verification: Verification }) {
  const { words } = useSpeech()
  const { steps, says, labels } = words.verify
  const { opening, commitment, entry, states } = verification
  if (!opening || !commitment)
    return (
      <Step title={steps.commitment} says={says.factWithheld}>
        <Details compact items={[{ term: labels.entry, value: <code>{toHex(entry)}</code> }]} />
      </Step>
    )
  return (
    <>
      <Step title={steps.fact} says={says.fact}>
        <pre>{opening.body}</pre>
      </Step>
      <Step title={steps.commitment} says={says.commitment} state={states.commitment}>
        <Details
          compact
          items={[
            { term: labels.salt, value: <code>{opening.salt}</code> },
            { term: labels.commitment, value: <code>{toHex(commitment)}</code> },
            { term: labels.entry, value: <code>{toHex(entry)}</code> },
          ]}
        />
        <p>{states.commitment === 'passed' ? says.commitmentOk : says.commitmentBad}</p>
      </Step>
    </>
  )
}

function TreeSteps({ verification }: { verification: Verification }) {
  const { words, format } = useSpeech()
  const { steps, says, labels, path, left, right } = words.verify
  const { index, leaf, climbs, computedRoot, checkpoint, states } = verification
  return (
    <>
      <Step title={steps.leaf} says={says.leaf(format.count(index + 1))}>
        <Details compact items={[{ term: labels.leaf, value: <code>{toHex(leaf)}</code> }]} />
      </Step>
      <Step title={steps.path} says={says.path(climbs.length)}>
        {climbs.length > 0 && (
          <details>
            <summary>{path}</summary>
            <ol className="small">
              {climbs.map(({ sibling, side }) => (
                <li key={toHex(sibling)}>
                  <code>{toHex(sibling)}</code> {side === 'left' ? left : right}
                </li>
              ))}
            </ol>
          </details>
        )}
      </Step>
      <Step
        title={steps.root}
        says={states.root === 'passed' ? says.rootOk(format.count(checkpoint.size)) : says.rootBad}
        state={states.root}
      >
        <Details
          compact
          items={[
            { term: labels.computedRoot, value: <code>{toBase64(computedRoot)}</code> },
            { term: labels.signedRoot, value: <code>{toBase64(checkpoint.root)}</code> },
          ]}
        />
      </Step>
    </>
  )
}

function SignatureSteps({
  verification: { checkpoint, verifierKey, signature, states },
  keyMemory,
}: {
  verification: Verification
  keyMemory: KeyMemory | null
}) {
  const { words } = useSpeech()
  const { steps, says } = words.verify
  const verdict = {
    holds: says.signatureOk(checkpoint.origin),
    fails: says.signatureBad,
    unsupported: says.signatureUnsupported,
  }
  const memories = { first: says.keyFirst, known: says.keyKnown, changed: says.keyChanged }
  return (
    <>
      <Step title={steps.signature} says={verdict[signature]} state={states.signature}>
        <pre>{checkpoint.text.trimEnd()}</pre>
      </Step>
      {keyMemory && (
        <Step
          title={steps.key}
          says={memories[keyMemory]}
          state={keyMemory === 'changed' ? 'failed' : 'passed'}
        >
          <code>{verifierKey}</code>
        </Step>
      )}
    </>
  )
}

const tones: Readonly<Record<StepState, Tone>> = { passed: 'good', failed: 'bad', skipped: 'warn' }

function Step({
  title,
  says,
  state,
  children,
}: {
  title: string
  says: string
  /** Steps that only show how a number came about have none. */
  state?: StepState
  children?: ReactNode
}) {
  const { words } = useSpeech()
  const marks = {
    passed: words.verify.done,
    failed: words.verify.failed,
    skipped: words.verify.skipped,
  }
  return (
    <li>
      <p className="row">
        <strong>{title}</strong>
        {state && <Badge tone={tones[state]}>{marks[state]}</Badge>}
      </p>
      <p className="soft">{says}</p>
      {children}
    </li>
  )
}
