/** Words of the policy numbers. */
import type { PolicyRule } from '#contract'

const counted = (n: string, noun: string) => `${n} ${noun}${n === '1' ? '' : 's'}`

export const policies = {
  title: 'Policy numbers',
  lead: 'Every deadline, term and threshold with its legal basis and effective date. When a number changes the old one stays on record, and a running case keeps the number it began under.',
  on: 'Numbers in force on',
  show: 'Show',
  filter: 'Filter by title, key or legal basis',
  columns: {
    title: 'Matter',
    value: 'Value',
    basis: 'Legal basis',
    from: 'In force from',
    confidence: 'Checked against',
  },
  units: {
    wd: n => counted(n, 'working day'),
    day: n => counted(n, 'day'),
    hour: n => counted(n, 'hour'),
    month: n => counted(n, 'month'),
    year: n => counted(n, 'year'),
    count: n => n,
    fen: n => n,
    ratio: n => n,
    percent: n => `${n}%`,
    json: n => n,
  } satisfies Record<PolicyRule['unit'], (n: string) => string>,
  ended: 'Ended',
  edition: 'Edition',
  oneLead: 'What this number rests on, as it stands and as it stood before. Its key is',
  comma: ', ',
  confidence: {
    text: 'Official text',
    reported: 'Published reports',
    known: 'Common practice',
    'to-be-confirmed': 'To be confirmed',
  },
  confidenceTitle: 'What the marks mean',
  confidenceText: {
    text: 'Compared word for word with the law or rule.',
    reported:
      'Taken from published reports or official model forms; not yet compared with the text.',
    known: 'Commonly understood in the field; not yet compared with the text.',
    'to-be-confirmed':
      'No reliable source found yet; must be confirmed and should not be relied on alone.',
  },
  history: 'History',
  historyLead: 'Newest first.',
  current: 'In force',
  future: 'Not yet in force',
  past: 'No longer in force',
  version: (n: number) => `Version ${n}`,
  table: 'Details',
  source: 'Official text',
  none: 'Nothing matches.',
  count: (n: number) => `${n} in all`,
  groups: {
    complaints: 'Complaints and reports',
    penalty: 'Alerts, cases and penalties',
    repair: 'Publication, lists and repair',
    platform: 'Platforms and sellers',
    trade: 'Trade, returns and ratings',
    reporting: 'Reporting and retention',
    other: 'Other',
  },
}
