/** Where a temporary password leads, and to nowhere else: setting one's own. */
import { useRouter } from '@tanstack/react-router'
import { queryClient } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Brand } from '../../portal/frame/brand.tsx'
import { PasswordForm } from '../account/password-form.tsx'
import { consoleWords } from '../words.ts'
import '../console.css'

export function PasswordPage() {
  const { say } = useSpeech()
  const own = say(consoleWords).password
  const router = useRouter()
  const proceed = () => {
    queryClient.clear()
    router.history.push('/console')
  }
  return (
    <main className="sign-in">
      <Brand />
      <PageHead title={own.title} lead={own.lead} />
      <div className="card">
        <PasswordForm saved={proceed} />
      </div>
    </main>
  )
}
