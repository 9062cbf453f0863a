/**
 * What is cited of the law stands in Chinese on the English pages too, because a translation has no force; marked as
 * such, so that a screen reader says it in Chinese (WCAG 2.2, 3.1.2).
 */
import type { ReactNode } from 'react'

export function Cited({ children }: { children: ReactNode }) {
  return <span lang="zh-CN">{children}</span>
}
