import assert from 'node:assert/strict'
import { argon2Sync } from 'node:crypto'
import { test } from 'node:test'
import { Refusal } from '#platform/runtime'
import { decoyHash, hashPassword, isOutdated, passwordMatches, refuseWeak } from './passwords.ts'
import { digestOfTyped, looksLikeToken, newReadableSecret, newToken } from './secrets.ts'

test('a hash names its algorithm and cost, is salted, and opens to its password alone', async () => {
  const [one, two] = await Promise.all([
    hashPassword('correct horse'),
    hashPassword('correct horse'),
  ])
  assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  assert.notEqual(one, two)
  assert.equal(await passwordMatches('correct horse', one), true)
  assert.equal(await passwordMatches('correct horsf', one), false)
  assert.equal(await passwordMatches('', one), false)
})

test('a hash of older, cheaper parameters still opens, and is known to be outdated', async () => {
  const salt = Buffer.alloc(16, 7)
  const cost = { memory: 64, passes: 1, parallelism: 1 }
  const hash = argon2Sync('argon2id', { message: 'old', nonce: salt, tagLength: 32, ...cost })
  const b64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
  const stored = `$argon2id$v=19$m=64,t=1,p=1$${b64(salt)}$${b64(hash)}`
  assert.equal(await passwordMatches('old', stored), true)
  assert.equal(isOutdated(stored), true)
  assert.equal(isOutdated(decoyHash), false)
})

test('one password typed on two keyboards is one password (NFKC)', async () => {
  const composed = 'caf\u00e9 \u4fe1\u8861 12'
  const stored = await hashPassword(composed)
  assert.equal(await passwordMatches(composed.normalize('NFD'), stored), true)
})

test('a stored text that is no Argon2id hash is a broken invariant, not a wrong password', async () => {
  await assert.rejects(passwordMatches('x', 'plain'), /PHC/)
})

test('passwords that are tried first are refused; a temporary one that we make is not', () => {
  const refused = (error: unknown) =>
    error instanceof Refusal && error.code === 'access.password-weak'
  for (const weak of ['short', 'aaaaaaaaaaaa', 'Password2026!', 'my-zhang.san-1', 'x1234567890'])
    assert.throws(() => refuseWeak(weak, 'zhang.san'), refused, weak)
  for (let i = 0; i < 50; i++) refuseWeak(newReadableSecret(), 'zhang.san')
  refuseWeak('三月的槐花开满院子里', 'zhang.san')
})

test('tokens have one shape; typed codes forgive case, spaces and dashes', () => {
  assert.ok(looksLikeToken(newToken()))
  assert.ok(!looksLikeToken(`${newToken()}\r\n`))
  assert.match(newReadableSecret(), /^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/)
  assert.deepEqual(digestOfTyped('ABCD-efgh 1234-5678'), digestOfTyped('abcdefgh12345678'))
})
