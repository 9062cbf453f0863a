/** An order by its platform and number; a platform's own people need not choose. */
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { useMe } from '../me.ts'
import { PlatformField } from '../organisations/platform-field.tsx'
import { orderWords } from './words.ts'

export type OrderKey = { readonly platform: string; readonly order: string }

export function OrderSearch({ asked }: { asked?: OrderKey }) {
  const { say } = useSpeech()
  const own = say(orderWords)
  const { organisation } = useMe()
  const navigate = useNavigate()
  const [platform, setPlatform] = useState(
    asked?.platform ?? (organisation?.kind === 'platform' ? organisation.code : ''),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const order = String(new FormData(event.currentTarget).get('order') ?? '').trim()
    if (platform === '' || order === '') return
    void navigate({ to: '/console/orders/$platform/$order', params: { platform, order } })
  }
  return (
    <form className="filters" onSubmit={submit}>
      <PlatformField code={platform} choose={setPlatform} required />
      <Field label={own.order} required>
        {attributes => (
          <input
            {...attributes}
            name="order"
            type="search"
            maxLength={64}
            autoComplete="off"
            defaultValue={asked?.order}
          />
        )}
      </Field>
      <Button type="submit" weight="primary">
        {own.find}
      </Button>
    </form>
  )
}
