/** The fields of law the numbers belong to, read from the first word of their key; an unknown word is "other". */
export const policyGroups = [
  'complaints',
  'penalty',
  'repair',
  'platform',
  'trade',
  'reporting',
  'other',
] as const
export type PolicyGroup = (typeof policyGroups)[number]

const words: Readonly<Record<Exclude<PolicyGroup, 'other'>, readonly string[]>> = {
  complaints: ['complaint', 'report', 'jurisdiction', 'express', 'bureau'],
  penalty: ['penalty', 'alert', 'case', 'detection'],
  repair: [
    'repair',
    'objection',
    'seriousList',
    'list',
    'measure',
    'record',
    'doublePublicity',
    'enterpriseInfo',
    'publication',
  ],
  platform: [
    'platform',
    'merchant',
    'rules',
    'shop',
    'smallTrade',
    'ip',
    'live',
    'verification',
    'identity',
  ],
  trade: ['return', 'refund', 'fraud', 'review', 'reputation', 'trade', 'payment', 'evaluation'],
  reporting: ['identityReport', 'tax', 'sharingRecord', 'pia', 'retention'],
}

export function groupOf(key: string): PolicyGroup {
  const word = key.split('.')[0] ?? ''
  return policyGroups.find(group => group !== 'other' && words[group].includes(word)) ?? 'other'
}
