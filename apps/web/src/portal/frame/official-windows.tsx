/**
 * Query windows to 信用中国 and 国家企业信用信息公示系统 (clause 17.3). The first takes the name or code in its address;
 * the second takes none, so the code is offered for copying.
 */
import type { ReactNode } from 'react'
import { CopyButton } from '../../design/copy-button.tsx'
import '../../design/button.css'
import { useSpeech } from '../../i18n/language.tsx'

export const registry = 'https://www.gsxt.gov.cn/index.html'

/** The search page of Credit China, with the name or code entered. */
export function creditChina(keyword?: string): string {
  if (!keyword) return 'https://www.creditchina.gov.cn/'
  const url = new URL('https://www.creditchina.gov.cn/xinyongxinxi/index.html')
  url.search = new URLSearchParams({
    index: '0',
    scenes: 'defaultScenario',
    tableName: 'credit_xyzx_tyshxydm',
    searchState: '2',
    entityType: '1,2,4,5,6,7,8',
    keyword,
  }).toString()
  return url.href
}

export function ExternalLink({
  href,
  className,
  children,
}: {
  href: string
  className?: string
  children: ReactNode
}) {
  const { words } = useSpeech()
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className={className}>
      {children}
      <span aria-hidden="true"> ↗</span>
      <span className="unseen">{words.frame.external}</span>
    </a>
  )
}

/** Both windows for one subject, opened with what is known of it. */
export function OfficialWindows({ keyword }: { keyword: string }) {
  const { words } = useSpeech()
  const { subject } = words
  return (
    <div className="row">
      <ExternalLink href={creditChina(keyword)} className="button">
        {subject.creditChinaFor}
      </ExternalLink>
      <ExternalLink href={registry} className="button">
        {subject.registryFor}
      </ExternalLink>
      <span className="small soft">
        {subject.registryHint} <CopyButton text={keyword} />
      </span>
    </div>
  )
}
