/** An area by name, its code beside it: codes are what facts and machines speak of, people read names. */
import { areaPatterns } from '#contract'
import { useRead } from '../../app/api.ts'
import { useSpeech } from '../../i18n/language.tsx'
import { organisationWords } from './words.ts'

const wholeCode = new RegExp(`^(${areaPatterns.anyLevel})$`)

/** Undefined while it is read, and for what is no area. */
export function useAreaName(code: string): string | undefined {
  const { say } = useSpeech()
  const read = useRead('nameArea', { params: { code } }, { enabled: wholeCode.test(code) })
  return read.data?.name ? say(read.data.name) : undefined
}

export function Area({ code }: { code: string }) {
  const name = useAreaName(code)
  if (code === '') return <Nationwide />
  return name === undefined ? (
    <code>{code}</code>
  ) : (
    <>
      {name} <code className="small soft">{code}</code>
    </>
  )
}

function Nationwide() {
  return useSpeech().say(organisationWords).nationwide
}

export function Areas({ codes }: { codes: readonly string[] }) {
  if (codes.length === 0) return '—'
  return (
    <ul className="plain-list">
      {codes.map(code => (
        <li key={code}>
          <Area code={code} />
        </li>
      ))}
    </ul>
  )
}
