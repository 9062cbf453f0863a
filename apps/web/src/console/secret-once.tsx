/** A secret that the server shows this once: whoever closes it without keeping it must make a new one. */
import { CopyButton } from '../design/copy-button.tsx'
import { Notice } from '../design/notice.tsx'
import { useSpeech } from '../i18n/language.tsx'

const words = {
  zh: '只显示这一次，请现在保存，并以安全的方式交给使用人。关闭之后无法再看到，只能重新生成。',
  en: 'Shown this once. Keep it now and hand it over safely; once closed it cannot be seen again, only replaced.',
}

export function SecretOnce({ title, secret }: { title: string; secret: string }) {
  const { say } = useSpeech()
  return (
    <Notice tone="warn" title={title}>
      <p>{say(words)}</p>
      <p className="row">
        <code>{secret}</code>
        <CopyButton text={secret} />
      </p>
    </Notice>
  )
}
