/**
 * Sign-in. The one-time code is asked for only when the server wants one, so that those who have none are not puzzled
 * by an empty field; a recovery code stands in for a lost phone.
 */
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ProblemError } from '#contract'
import { call } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { Button } from '../../design/button.tsx'
import { Field } from '../../design/field.tsx'
import { ErrorState } from '../../design/states.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Brand } from '../../portal/frame/brand.tsx'
import { becameSomeone } from '../me.ts'
import { consoleWords } from '../words.ts'
import { type Second, SecondFactor } from './second-factor.tsx'
import '../console.css'

const route = getRouteApi('/console/sign-in')

export function SignInPage() {
  const { say, words, language, choose } = useSpeech()
  const own = say(consoleWords).signIn
  const { next = '/console' } = route.useSearch()
  const router = useRouter()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [second, setSecond] = useState<Second | null>(null)
  const enter = useMutation({
    mutationFn: () => call('signIn', { body: { login: login.trim(), password, ...second } }),
    onSuccess: me => {
      becameSomeone(me)
      router.history.push(me.mustChangePassword ? '/console/password' : next)
    },
    onError: error => {
      if (wantsSecondFactor(error)) setSecond({ totp: '' })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter.mutate()
  }
  return (
    <main className="sign-in">
      <Brand />
      <PageHead title={own.title} lead={own.lead} />
      <form className="card stack" onSubmit={submit}>
        <Field label={own.login}>
          {attributes => (
            <input
              {...attributes}
              required
              autoComplete="username"
              autoCapitalize="none"
              value={login}
              onChange={event => setLogin(event.target.value)}
            />
          )}
        </Field>
        <Field label={own.password}>
          {attributes => (
            <input
              {...attributes}
              required
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={event => setPassword(event.target.value)}
            />
          )}
        </Field>
        {second && <SecondFactor value={second} change={setSecond} />}
        {enter.error && !(wantsSecondFactor(enter.error) && second) && (
          <ErrorState error={enter.error} />
        )}
        <Button type="submit" weight="primary" disabled={enter.isPending}>
          {own.submit}
        </Button>
      </form>
      <p className="row apart">
        <Link to="/">{own.back}</Link>
        <Button weight="quiet" onClick={() => choose(language === 'zh' ? 'en' : 'zh')}>
          {words.frame.otherLanguage}
        </Button>
      </p>
    </main>
  )
}

const wantsSecondFactor = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.code === 'access.second-factor-required'
