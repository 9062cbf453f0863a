/** A code that is read while it is typed: what it is, or which character is wrong and what it should be. */
import { useState } from 'react'
import type { IdentifierGiven } from '#contract'
import { useRead } from '../../app/api.ts'
import { useSettled } from '../../app/use-settled.ts'
import { Field } from '../../design/field.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { canCompute, sha256, toHex } from '../../verify/bytes.ts'
import { subjectWords } from './words.ts'

const leastLength = 8

export function CodeField({ kind }: { kind: IdentifierGiven['kind'] }) {
  const { say } = useSpeech()
  const { form: t } = say(subjectWords)
  const [text, setText] = useState('')
  const code = useSettled(text.trim())
  const isChecked = kind !== 'platformAccount' && code.length >= leastLength
  const read = useRead('explainCode', { body: { code } }, { enabled: isChecked })
  const readings = isChecked ? (read.data?.readings ?? []) : []
  const reading = readings.find(each => each.kind === kind) ?? readings[0]
  const expected =
    reading?.position !== undefined && reading.expected !== undefined
      ? ` ${t.expected(reading.position, reading.expected)}`
      : ''
  const error = reading && !reading.ok ? `${say(reading)}${expected}` : null
  return (
    <div className="stack tight">
      <Field label={t.code} error={error} required>
        {attributes => (
          <input
            {...attributes}
            name="code"
            className="code"
            maxLength={64}
            autoComplete="off"
            value={text}
            onChange={event => setText(event.target.value)}
          />
        )}
      </Field>
      {error && canCompute() && <CertificateField />}
      <div aria-live="polite">
        {reading?.ok && <p className="small">{say(reading)}</p>}
        {reading?.warnings.map(warning => (
          <p key={warning.zh} className="small soft">
            {say(warning)}
          </p>
        ))}
      </div>
    </div>
  )
}

/** A certificate that shows the code all the same sends it to the office's review instead of back (requirement 0.3). */
function CertificateField() {
  const { say } = useSpeech()
  const { form: t } = say(subjectWords)
  const [digest, setDigest] = useState('')
  const choose = async (file: File | undefined) =>
    setDigest(file ? toHex(await sha256(new Uint8Array(await file.arrayBuffer()))) : '')
  return (
    <>
      <Field label={t.certificate} hint={t.certificateHint}>
        {attributes => (
          <input
            {...attributes}
            type="file"
            onChange={event => void choose(event.target.files?.[0])}
          />
        )}
      </Field>
      <input type="hidden" name="codeEvidence" value={digest} />
    </>
  )
}
