/** Who is signed in, read once and shared: the frame, the guard and every page ask the same cache. */
import { useSuspenseQuery } from '@tanstack/react-query'
import type { Me, OperationName } from '#contract'
import { call, keyOf, queryClient } from '../app/api.ts'

const mine = { queryKey: keyOf('me'), queryFn: () => call('me') }

export const whoAmI = (): Promise<Me> => queryClient.ensureQueryData(mine)

/** The signed-in person; only for pages inside the console's frame. */
export const useMe = (): Me => useSuspenseQuery(mine).data

export const mayCall = (me: Me, operation: OperationName): boolean =>
  me.operations.includes(operation)

/** After sign-in: nothing read as someone else may stay on screen. */
export function becameSomeone(me: Me): void {
  queryClient.clear()
  queryClient.setQueryData(mine.queryKey, me)
}

export async function signOut(): Promise<void> {
  await call('signOut')
  queryClient.clear()
}
