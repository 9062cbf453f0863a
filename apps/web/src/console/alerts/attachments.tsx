/** Files that stay with whoever has them: their names and digests, by which anyone can check what is handed in later. */
import type { Evidence } from '#contract'
import { useSpeech } from '../../i18n/language.tsx'
import { detailWords } from './detail-words.ts'

export function Attachments({ files }: { files: readonly Evidence[] }) {
  const { say } = useSpeech()
  const own = say(detailWords)
  if (files.length === 0) return null
  return (
    <div className="small">
      <p className="soft">{own.attachments}</p>
      <ul className="plain-list">
        {files.map(({ title, titleEn = title, sha256 }) => (
          <li key={sha256}>
            {say({ zh: title, en: titleEn })} <code className="soft">{sha256}</code>
          </li>
        ))}
      </ul>
    </div>
  )
}
