/** Words of the page that explains the log to a citizen. */
export const log = {
  title: 'The public log',
  lead: 'Each fact leaves its fingerprint here. The log can grow but not change; what was added, and whether anything was altered, anyone can find out.',
  size: 'Entries',
  waiting: 'Waiting for a place',
  root: 'Current root',
  signedAt: 'Signed',
  origin: 'Name of the log',
  key: 'Verifier key',
  keyHint: 'Compare this key through several channels; when you verify, trust only your own copy.',
  what: 'What it is',
  whatText: [
    'Think of a bound register in which each page bears the fingerprint of all pages before it. Swap one page and the fingerprints of every later page stop matching.',
    'This register is a hash tree (RFC 6962). It holds salted fingerprints, not texts, so it reveals nothing about anyone; destroy the salt and the fingerprint is a meaningless number, which is how personal data can be erased by law while the tree stays whole.',
  ],
  checkpoint: 'What a checkpoint is',
  checkpointText:
    'A checkpoint is the log’s signed statement of its own state: how many entries, and which root. It cannot be taken back. If the log gave two people contradictory checkpoints, the two signatures together would prove the fraud.',
  recent: 'Latest checkpoints',
  columns: { size: 'Entries', root: 'Root', at: 'Signed' },
  check: 'How to check it yourself',
  checkSteps: [
    'Choose “Verify this” on any subject’s page: your browser computes each step and explains it.',
    'Download the proof and check it offline with your own program; the format is C2SP tlog-proof.',
    'Keep today’s checkpoint and come back later: the grown log must prove that it contains the one you kept.',
    'Engineers can read every entry: /log/checkpoint and /log/tile/… (C2SP tlog-tiles).',
  ],
  remembered: 'The checkpoint your browser remembers',
  rememberedText: (size: string, at: string) =>
    `On your last visit (${at}) the log had ${size} entries.`,
  rememberedFirst:
    'This browser is here for the first time and remembers the current checkpoint. On your next visit it checks that nothing you saw was altered.',
  consistent: 'Checked: all you saw last time is still there, and there are only additions.',
  inconsistent:
    'Check failed: the log is inconsistent with what you saw last time. Save this page and report it.',
  consistencyUnknown: 'It could not be checked this time, for the reason below.',
  unchanged: 'The log has not changed since your last visit.',
  raw: 'The checkpoint as signed',
}
