/**
 * What this browser remembers of the log: the first key it saw and the last checkpoint. A log that changes its key or
 * rewrites its past is caught by the reader who comes back (trust on first use, as with SSH).
 */
export type RememberedCheckpoint = {
  readonly size: number
  /** Base64. */
  readonly root: string
  readonly seenAt: string
}

const keyOf = (origin: string) => `xinheng.log.key.${origin}`
const headOf = (origin: string) => `xinheng.log.head.${origin}`

export type KeyMemory = 'first' | 'known' | 'changed'

/** Compares a key with the remembered one and remembers it if there was none. */
export function recogniseKey(origin: string, verifierKey: string): KeyMemory {
  const known = localStorage.getItem(keyOf(origin))
  if (known === verifierKey) return 'known'
  if (known !== null) return 'changed'
  localStorage.setItem(keyOf(origin), verifierKey)
  return 'first'
}

export function rememberedCheckpoint(origin: string): RememberedCheckpoint | null {
  const text = localStorage.getItem(headOf(origin))
  return text === null ? null : (JSON.parse(text) as RememberedCheckpoint)
}

export function rememberCheckpoint(origin: string, checkpoint: RememberedCheckpoint): void {
  localStorage.setItem(headOf(origin), JSON.stringify(checkpoint))
}
