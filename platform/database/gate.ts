/**
 * Who has the one session of the embedded database next. A page asks a few short questions, one after the other; bulk
 * input opens one long transaction after the other. Statements that stand alone go first, and after one of them
 * transactions wait a moment for the next: so a page waits for one transaction, not for one before each of its questions
 * (anticipatory scheduling, Iyer and Druschel 2001). No transaction is put off for longer than its patience.
 */

export type Turn = 'statement' | 'transaction'

export type Gate = {
  /** Resolves when it is one's turn; `leave` must follow. */
  enter(turn: Turn): Promise<void>
  leave(): void
}

/** How long a session that answered a statement is kept for the next one. */
const lullMs = 2
/** How long a transaction lets statements go first. */
const patienceMs = 60

export function createGate(): Gate {
  const statements: (() => void)[] = []
  const transactions: { readonly enter: () => void; readonly since: number }[] = []
  let holder: Turn | undefined
  let lull: NodeJS.Timeout | undefined

  const admitStatement = () => {
    holder = 'statement'
    statements.shift()!()
  }
  const admitTransaction = () => {
    lull = undefined
    holder = 'transaction'
    transactions.shift()!.enter()
  }
  return {
    enter: turn => {
      const isFree = holder === undefined && (turn === 'statement' || lull === undefined)
      if (isFree) {
        clearTimeout(lull)
        lull = undefined
        holder = turn
        return Promise.resolve()
      }
      return new Promise(resolve => {
        if (turn === 'statement') statements.push(resolve)
        else transactions.push({ enter: resolve, since: performance.now() })
      })
    },
    leave: () => {
      const left = holder
      holder = undefined
      const [first] = transactions
      const isPatient = first !== undefined && performance.now() - first.since < patienceMs
      if (statements.length > 0 && (first === undefined || isPatient)) admitStatement()
      else if (first === undefined) return
      else if (left === 'statement' && isPatient) lull = setTimeout(admitTransaction, lullMs)
      else admitTransaction()
    },
  }
}
