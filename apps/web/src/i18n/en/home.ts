/** Words of the home page. */
export const home = {
  title: 'Check the credit before you trade',
  lead: 'Look up the public credit file of anyone who trades online. Every line shown is written to a public log, and you can verify it in your own browser.',
  counters: 'The platform in numbers',
  subjects: 'Registered subjects',
  verified: (n: string) => `${n} with verified identity`,
  shops: 'Online shops',
  onPlatforms: (n: string) => `on ${n} platforms`,
  events: 'Trade events',
  ratings: (n: string) => `${n} of them mutual ratings`,
  records: 'Credit records',
  listed: (n: string) => `${n} ${n === '1' ? 'subject' : 'subjects'} listed for serious dishonesty`,
  cases: 'Cases closed',
  casesOpen: (n: string) => `${n} in progress`,
  logSize: 'Entries in the public log',
  logNote: 'Append-only, open to anyone’s check',
  latest: 'Latest on the lists',
  latestNone: 'No one is listed at present.',
  seeAll: 'See all',
  how: 'How a credit file comes about',
  steps: [
    {
      title: 'Register and promise',
      text: 'Sellers register under their real name; codes or identities are verified, and each signs a public commitment before going live.',
    },
    {
      title: 'Trade and rate',
      text: 'Orders, payments, parcels and reviews leave a trace. Only a completed order can be rated, and buyer and seller rate each other.',
    },
    {
      title: 'Detect and discriminate',
      text: 'Models raise suspicions, never findings. Each suspicion names the rule, the data and the version behind it.',
    },
    {
      title: 'Decide and publish',
      text: 'After inquiry, notice and hearing a named person decides under the law. Only a delivered decision is published.',
    },
    {
      title: 'Reward and repair',
      text: 'The honest are checked less and served better; the dishonest are restricted by law, and may repair their credit once they have made good.',
    },
  ],
  trust: 'You need not trust us: check',
  trustText:
    'The fingerprint of each fact goes into a tree that only ever grows, and we sign its root. Change a single character and verification fails.',
  trustLink: 'How the public log works',
  rules: 'Every number has its source',
  rulesText:
    'Deadlines, display terms and thresholds, each with its legal basis, effective date and history. What still has to be confirmed says so.',
  rulesLink: 'See the policy numbers',
  windows: 'Other official windows',
  windowsText: 'This site covers credit in online trade. For everything else:',
  creditChinaText: 'Licences, penalties, serious-dishonesty lists and national credit information',
  registryText: 'Registration, licences, penalties and abnormal operation of enterprises',
}
