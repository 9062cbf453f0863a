/** Actors for tests, with only what a test wants to say about them. */
import type { Actor, Role } from '#contract'

export const actorOf = (role: Role, more: Partial<Actor> = {}): Actor => ({
  accountId: '00000000-0000-7000-8000-0000000000a1',
  name: '测试人员',
  organisationId: '00000000-0000-7000-8000-0000000000b1',
  organisationCode: 'test',
  roles: [role],
  areas: [''],
  ...more,
})
