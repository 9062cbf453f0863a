/** The kinds of lists, as options and by name; one read shared by every page that names a list. */
import type { ListNature } from '#contract'
import { useRead } from '../../app/api.ts'
import { useSpeech } from '../../i18n/language.tsx'
import type { Option } from '../forms/form.ts'

export function useLists(natures: readonly ListNature[]): Option[] {
  const { data } = useRead('listListTypes')
  return (data?.items ?? [])
    .filter(({ nature }) => natures.includes(nature))
    .map(({ code, zh, en }) => ({ code, zh, en }))
}

/** Names a list by its code. */
export function useListName(): (code: string) => string {
  const { say } = useSpeech()
  const { data } = useRead('listListTypes')
  return code => {
    const list = data?.items.find(known => known.code === code)
    return list ? say(list) : code
  }
}
