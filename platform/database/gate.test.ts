import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createGate, type Turn } from './gate.ts'

/** Asks for a turn and notes when it came; `leave` ends it. */
function visitor(gate: ReturnType<typeof createGate>, order: string[]) {
  return (name: string, turn: Turn) => gate.enter(turn).then(() => void order.push(name))
}

test('one at a time; statements go before transactions that wait', async () => {
  const gate = createGate()
  const order: string[] = []
  const ask = visitor(gate, order)
  await ask('a', 'transaction')
  const all = Promise.all([
    ask('b', 'transaction'),
    ask('one', 'statement'),
    ask('two', 'statement'),
  ])
  await pause(1)
  assert.deepEqual(order, ['a'])
  for (let n = 0; n < 4; n++) {
    gate.leave()
    await pause(10)
  }
  await all
  assert.deepEqual(order, ['a', 'one', 'two', 'b'])
})

test('a page that asks again at once is served before the transaction', async () => {
  const gate = createGate()
  const order: string[] = []
  const ask = visitor(gate, order)
  await ask('first', 'statement')
  const waiting = ask('bulk', 'transaction')
  gate.leave()
  await ask('second', 'statement')
  gate.leave()
  await waiting
  gate.leave()
  assert.deepEqual(order, ['first', 'second', 'bulk'])
})

test('no stream of statements keeps a transaction out for long', async () => {
  const gate = createGate()
  let isIn = false
  await gate.enter('statement')
  const bulk = gate.enter('transaction').then(() => {
    isIn = true
    gate.leave()
  })
  const began = performance.now()
  for (let n = 0; n < 2_000 && !isIn; n++) {
    const next = gate.enter('statement')
    gate.leave()
    await next
    await pause(1)
  }
  gate.leave()
  await bulk
  assert.ok(isIn && performance.now() - began < 1_000)
})

test('a transaction that nothing precedes begins at once', async () => {
  const gate = createGate()
  await gate.enter('transaction')
  gate.leave()
  await gate.enter('transaction')
  gate.leave()
  await gate.enter('statement')
  gate.leave()
  await gate.enter('transaction')
})
