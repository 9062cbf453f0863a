/**
 * The purpose of a non-public read (requirement 2.1): asked once per sitting before such a page opens, sent with each
 * call, changeable at any time. A page that reads non-public facts stands inside `PurposeGate`.
 */
import { createContext, type FormEvent, type ReactNode, useContext, useId, useState } from 'react'
import { Button } from '../design/button.tsx'
import { Field } from '../design/field.tsx'
import { useSpeech } from '../i18n/language.tsx'
import { consoleWords } from './words.ts'

const PurposeContext = createContext<string | null>(null)
const key = 'xinheng.purpose'

/** The stated purpose, to be passed as `purpose` with each such call. */
export function usePurpose(): string {
  const purpose = useContext(PurposeContext)
  if (purpose === null) throw new Error('usePurpose outside PurposeGate')
  return purpose
}

export function PurposeGate({ children }: { children: ReactNode }) {
  const { say } = useSpeech()
  const own = say(consoleWords).purpose
  const [purpose, setPurpose] = useState(() => sessionStorage.getItem(key))
  const state = (text: string | null) => {
    if (text === null) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, text)
    setPurpose(text)
  }
  if (purpose === null) return <PurposeForm state={state} />
  return (
    <PurposeContext value={purpose}>
      <p className="purpose small soft">
        {own.shown(purpose)}{' '}
        <Button weight="quiet" onClick={() => state(null)}>
          {own.change}
        </Button>
      </p>
      {children}
    </PurposeContext>
  )
}

/** For what is one's own: a party that opens its case is not asked why, and the read is logged with that reason. */
export function OwnAffairs({ children }: { children: ReactNode }) {
  const { ownAffairs } = useSpeech().say(consoleWords).purpose
  return <PurposeContext value={ownAffairs}>{children}</PurposeContext>
}

function PurposeForm({ state }: { state: (purpose: string) => void }) {
  const { say } = useSpeech()
  const own = say(consoleWords).purpose
  const [text, setText] = useState('')
  const id = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') state(text.trim())
  }
  return (
    <form className="card form" onSubmit={submit}>
      <h2>{own.title}</h2>
      <p className="soft">{own.lead}</p>
      <Field label={own.label} required>
        {attributes => (
          <input
            {...attributes}
            list={id}
            maxLength={200}
            value={text}
            onChange={event => setText(event.target.value)}
          />
        )}
      </Field>
      <datalist id={id}>
        {own.usual.map(usual => (
          <option key={usual} value={usual} />
        ))}
      </datalist>
      <Button type="submit" weight="primary">
        {own.submit}
      </Button>
    </form>
  )
}
