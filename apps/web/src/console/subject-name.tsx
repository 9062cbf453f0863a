/**
 * A subject by its name: the way to its file for offices and audit, who may open every file of their area; to its public
 * page for everyone else.
 */
import { Link } from '@tanstack/react-router'
import { mayCall, useMe } from './me.ts'

export function SubjectName({ subject: { id, name } }: { subject: { id: string; name: string } }) {
  const to = mayCall(useMe(), 'listCases') ? '/console/subjects/$id' : '/subjects/$id'
  return (
    <Link to={to} params={{ id }}>
      {name}
    </Link>
  )
}
