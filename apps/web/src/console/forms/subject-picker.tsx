/**
 * Finds the one whom a matter is about, by name, code or shop: in the register as far as one may read it, and where it
 * has nobody of that name for the reader, on public pages.
 */
import { type FormEvent, useState } from 'react'
import type { PublicHit } from '#contract'
import { useRead } from '../../app/api.ts'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { ErrorState, Skeleton } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { mayCall, useMe } from '../me.ts'

export type ChosenSubject = Pick<PublicHit, 'id' | 'name' | 'area' | 'kind' | 'platform'>

export const pickerWords = {
  zh: {
    hint: '输入名称、统一社会信用代码或网店名称',
    search: '查找',
    none: '没有找到，请核对名称或代码。',
    choose: (name: string) => `选择 ${name}`,
    change: '重新选择',
    chosen: '已选择：',
    searching: '正在查找',
    found: (n: string) => `${n} 个主体`,
  },
  en: {
    hint: 'Name, unified social credit code or shop',
    search: 'Find',
    none: 'Nobody found; check the name or code.',
    choose: (name: string) => `Choose ${name}`,
    change: 'Choose another',
    chosen: 'Chosen: ',
    searching: 'Looking for it',
    found: (n: string) => `${n} subjects`,
  },
}

export function SubjectPicker({
  label,
  chosen,
  choose,
}: {
  label: string
  chosen: ChosenSubject | null
  choose: (subject: ChosenSubject | null) => void
}) {
  const { say } = useSpeech()
  const own = say(pickerWords)
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  const read = useFound(asked)
  if (chosen)
    return (
      <p className="row">
        <span>
          {own.chosen}
          <strong>{chosen.name}</strong>
        </span>
        <Button weight="quiet" onClick={() => choose(null)}>
          {own.change}
        </Button>
      </p>
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(text.trim())
  }
  return (
    <div className="stack">
      <form className="form" onSubmit={submit}>
        <Field label={label} hint={own.hint}>
          {attributes => (
            <input
              {...attributes}
              type="search"
              maxLength={100}
              value={text}
              onChange={event => setText(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit">{own.search}</Button>
      </form>
      {asked !== '' && read.isPending && <Skeleton />}
      {read.error && <ErrorState error={read.error} />}
      {read.data?.items.length === 0 && <p>{own.none}</p>}
      <ul className="plain-list stack">
        {read.data?.items.map(found => (
          <li key={found.id} className="row">
            <Button onClick={() => choose(found)}>{own.choose(found.name)}</Button>
            <span className="soft small">{say({ zh: found.areaZh, en: found.areaEn })}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** In the register for those who may look there, else and where nobody is found among what is public. */
export function useFound(q: string) {
  const registered = mayCall(useMe(), 'findSubjects')
  const asked = q !== ''
  const own = useRead(
    'findSubjects',
    { query: { q }, purpose: '办理案件，查找当事人' },
    { enabled: asked && registered },
  )
  const unknown = !registered || own.data?.items.length === 0
  const shown = useRead('searchPublic', { query: { q } }, { enabled: asked && unknown })
  return unknown ? shown : own
}
