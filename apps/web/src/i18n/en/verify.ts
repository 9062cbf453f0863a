/** Words of the proof panel: each step of the verification in plain language. */
export const verify = {
  button: 'Verify this',
  hide: 'Close',
  title: 'Verified on the spot',
  intro: 'Each step is computed in your browser. The server is not asked for a verdict.',
  fetching: 'Fetching the proof',
  waiting:
    'This fact was recorded a moment ago and is not in a signed log yet. That takes a few seconds; try again shortly.',
  verified: 'Verified: this fact is in the log, unchanged to the letter.',
  verifiedEntry: 'Verified: the fingerprint of this fact is in the log, unchanged.',
  refuted: 'Verification failed',
  incomplete: 'Some steps cannot be done in this browser',
  done: 'passed',
  failed: 'failed',
  skipped: 'not checked',
  steps: {
    fact: 'The fact',
    commitment: 'Its fingerprint',
    leaf: 'The leaf in the tree',
    path: 'Up the path',
    root: 'Compare with the root',
    signature: 'Signature of the log',
    key: 'Key of the log',
  },
  says: {
    fact: 'The text that was logged, in RFC 8785 form: one fact, one spelling.',
    factWithheld:
      'Only the fingerprint is given here, because the text may hold what is not public. Whoever has text and salt can check that they match.',
    commitment:
      'SHA-256 over a random salt and the text. Without the salt no one can guess the text; with it no one can alter it.',
    commitmentOk: 'The computed fingerprint equals the entry in the log.',
    commitmentBad:
      'The computed fingerprint differs from the entry in the log: text or salt was altered.',
    leaf: (index: string) => `Entry ${index} of the log; its leaf hash is SHA-256(0x00 ‖ entry).`,
    path: (n: number) => `The leaf is merged with ${n} neighbouring hashes, level by level.`,
    rootOk: (size: string) => `The computed root equals the one signed at ${size} entries.`,
    rootBad: 'The computed root differs from the signed one: the proof was altered.',
    signatureOk: (origin: string) => `The Ed25519 signature of log ${origin} holds.`,
    signatureBad: 'The signature does not hold: this checkpoint is not the log’s.',
    signatureUnsupported:
      'This browser cannot check Ed25519 signatures. Update it, or download the proof and check it with another program.',
    insecure:
      'Browsers offer cryptography only on secure connections (HTTPS or this machine). Use one, or download the proof and check it with another program.',
    keyFirst:
      'This browser sees this key for the first time and remembers it now; it will warn you of any change.',
    keyKnown: 'The key is the one this browser remembers.',
    keyChanged:
      'The key is not the one this browser remembers. Ask the publisher whether it was replaced.',
    malformed: 'The proof is not well formed and cannot be checked.',
  },
  labels: {
    salt: 'Salt',
    commitment: 'Fingerprint',
    entry: 'Log entry',
    leaf: 'Leaf hash',
    root: 'Root',
    computedRoot: 'Computed root',
    signedRoot: 'Signed root',
    note: 'The signed checkpoint',
    key: 'Verifier key',
  },
  path: 'Neighbouring hash',
  left: 'on the left',
  right: 'on the right',
  download: 'Download the proof',
  downloadHint: 'Any program that follows the C2SP specifications can check it offline.',
}
