/** A rule that does not exist yet: the editor, empty. */
import { useNavigate } from '@tanstack/react-router'
import { useRead } from '../../app/api.ts'
import { PageHead } from '../../app/page.tsx'
import { useSpeech } from '../../i18n/language.tsx'
import { Loaded } from '../loaded.tsx'
import { RuleEditor } from './rule-editor.tsx'
import { ruleWords } from './words.ts'

export function NewRulePage() {
  const own = useSpeech().say(ruleWords)
  const navigate = useNavigate()
  const read = useRead('listRuleFields')
  return (
    <div className="stack loose">
      <PageHead
        title={own.editor.newTitle}
        lead={own.lead}
        crumbs={[{ label: own.title, to: '/console/rules' }]}
      />
      <Loaded read={read}>
        {published => (
          <RuleEditor
            published={published}
            saved={code => void navigate({ to: '/console/rules/$code', params: { code } })}
          />
        )}
      </Loaded>
    </div>
  )
}
