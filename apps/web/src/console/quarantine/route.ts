/** What intake refused: kept with its reasons, until its sender corrects it. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { consoleRoute } from '../frame-route.ts'

type Search = { rows?: 'subjects'; all?: true; cursor?: string }

export const quarantineRoute = createRoute({
  getParentRoute: () => consoleRoute,
  path: '/quarantine',
  validateSearch: (search: Record<string, unknown>): Search => ({
    rows: search.rows === 'subjects' ? 'subjects' : undefined,
    all: search.all === true ? true : undefined,
    cursor: typeof search.cursor === 'string' ? search.cursor : undefined,
  }),
  staticData: {
    entry: {
      zh: '退回数据',
      en: 'Refused rows',
      group: 'platform',
      about: {
        zh: '报送时被退回的行：错在哪一项，改正后重新报送',
        en: 'Rows refused at intake: what is wrong in which field; correct and send again',
      },
      needs: 'listRefusedEvents',
    },
  },
  component: lazyRouteComponent(() => import('./quarantine-page.tsx'), 'QuarantinePage'),
})
