/**
 * Evidence as the register keeps it: kind, title and digest. The file itself stays with its owner; what is registered
 * lets anyone show later that it has not been changed.
 */
import { type ChangeEvent, useId, useRef, useState } from 'react'
import type { Evidence } from '#contract'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { canCompute, sha256, toHex } from '../../verify/bytes.ts'
import type { Option } from './form.ts'
import { formWords } from './words.ts'

const blank = { code: '', title: '', sha256: '' }

export function EvidenceField({
  label,
  hint,
  error,
  kinds,
  value,
  change,
}: {
  label: string
  hint?: string | undefined
  error?: string | undefined
  kinds: readonly Option[]
  value: readonly Evidence[]
  change: (value: readonly Evidence[]) => void
}) {
  const { say } = useSpeech()
  const own = say(formWords).evidence
  return (
    <fieldset className="evidence-field stack">
      <legend>{label}</legend>
      {hint && <p className="soft small">{hint}</p>}
      {value.length === 0 && <p className="soft">{own.none}</p>}
      <ul className="plain-list">
        {value.map((item, i) => (
          <li key={`${item.code} ${item.sha256}`} className="row apart">
            <span>
              {kinds.find(({ code }) => code === item.code)?.[say({ zh: 'zh', en: 'en' } as const)]}
              ：{item.title} <code className="small">{item.sha256.slice(0, 12)}…</code>
            </span>
            <Button weight="quiet" onClick={() => change(value.filter((_, n) => n !== i))}>
              {own.remove(item.title)}
            </Button>
          </li>
        ))}
      </ul>
      <NewEvidence kinds={kinds} add={item => change([...value, item])} />
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  )
}

function NewEvidence({ kinds, add }: { kinds: readonly Option[]; add: (item: Evidence) => void }) {
  const { say } = useSpeech()
  const own = say(formWords)
  const only = kinds.length === 1 ? kinds[0]!.code : ''
  const [item, setItem] = useState({ ...blank, code: only })
  const [incomplete, setIncomplete] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  const titleId = useId()
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0]
    if (!chosen) return
    const digest = toHex(await sha256(new Uint8Array(await chosen.arrayBuffer())))
    setItem(before => ({ ...before, sha256: digest, title: before.title || chosen.name }))
  }
  const finish = () => {
    const whole = item.code !== '' && item.title.trim() !== '' && /^[0-9a-f]{64}$/.test(item.sha256)
    setIncomplete(!whole)
    if (!whole) return
    add({ ...item, title: item.title.trim() })
    setItem({ ...blank, code: only })
    if (file.current) file.current.value = ''
  }
  return (
    <div className="new-evidence stack">
      <Field label={own.evidence.kind}>
        {attributes => (
          <select
            {...attributes}
            value={item.code}
            onChange={event => setItem({ ...item, code: event.target.value })}
          >
            <option value="">{own.choose}</option>
            {kinds.map(kind => (
              <option key={kind.code} value={kind.code}>
                {say(kind)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {canCompute() ? (
        <Field label={own.evidence.file} hint={own.evidence.fileHint}>
          {attributes => (
            <input {...attributes} ref={file} type="file" onChange={event => void choose(event)} />
          )}
        </Field>
      ) : (
        <Field label={own.evidence.digest} hint={own.evidence.digestHint}>
          {attributes => (
            <input
              {...attributes}
              value={item.sha256}
              maxLength={64}
              onChange={event => setItem({ ...item, sha256: event.target.value.toLowerCase() })}
            />
          )}
        </Field>
      )}
      <div className="field">
        <label htmlFor={titleId}>{own.evidence.title}</label>
        <input
          id={titleId}
          maxLength={200}
          value={item.title}
          onChange={event => setItem({ ...item, title: event.target.value })}
        />
      </div>
      {incomplete && (
        <p className="field-error" role="alert">
          {own.evidence.incomplete}
        </p>
      )}
      <Button onClick={finish}>{own.evidence.add}</Button>
    </div>
  )
}
