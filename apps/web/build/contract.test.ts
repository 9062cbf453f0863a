/** The contract that reaches the browser: every operation can be called, and no schema travels with it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as contract from '#contract'
import { contractForBrowser } from './contract.ts'

const text = await contractForBrowser()

test('every operation keeps its method, path and transfer', () => {
  const [, json] = /^export const operations = (.*)$/m.exec(text) ?? []
  const table = JSON.parse(json ?? '') as Record<string, Record<string, unknown>>
  assert.deepEqual(Object.keys(table), Object.keys(contract.operations))
  for (const [name, { method, path, root, transfer }] of Object.entries<contract.Operation>(
    contract.operations,
  ))
    assert.deepEqual(
      [table[name]!.method, table[name]!.path, table[name]!.root, table[name]!.transfer],
      [method, path, root, transfer],
    )
})

test('no schema is left, neither by itself nor inside another value', () => {
  assert.doesNotMatch(text, /"type":"(object|string|integer|array)"|"(anyOf|properties)":/)
})
