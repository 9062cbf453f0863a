import assert from 'node:assert/strict'
import { test } from 'node:test'
import { basicCredentialsOf, credentialOf, sessionCookie } from './credentials.ts'
import { newToken } from './secrets.ts'

const token = newToken()

test('no credential, an unknown scheme and a malformed cookie are the public', () => {
  for (const headers of [
    {},
    { cookie: 'theme=dark' },
    { authorization: 'Basic YTpi' },
    { cookie: 'xinheng_session=short' },
    { cookie: `xinheng_session_old=${token}` },
    { cookie: `xinheng_session=${token}'` },
  ])
    assert.equal(credentialOf(headers), undefined, JSON.stringify(headers))
})

test('a session cookie is found among others; a bearer token counts before it', () => {
  const cookie = `theme=dark; xinheng_session=${token}; lang=zh`
  assert.deepEqual(credentialOf({ cookie }), { kind: 'session', secret: token })
  const other = newToken()
  assert.deepEqual(credentialOf({ cookie, authorization: `bearer ${other}` }), {
    kind: 'token',
    secret: other,
  })
  assert.equal(credentialOf({ cookie, authorization: 'Bearer x' }), 'malformed')
})

test('two session cookies are a planted one: neither is believed', () => {
  const cookie = `xinheng_session=${token}; xinheng_session=${newToken()}`
  assert.equal(credentialOf({ cookie }), undefined)
})

test('the cookie is HttpOnly and SameSite=Strict, Secure over https, and carries nothing but a token', () => {
  assert.equal(
    sessionCookie(token, 'http://127.0.0.1:8080', 60),
    `xinheng_session=${token}; Path=/; Max-Age=60; HttpOnly; SameSite=Strict`,
  )
  assert.match(sessionCookie(token, 'https://xin.example', 60), /; Secure$/)
  assert.match(sessionCookie('', 'https://xin.example', 60), /^xinheng_session=; .*Max-Age=0;/)
  assert.throws(() => sessionCookie('x\r\nset-cookie: a=b', 'http://a', 60), /another shape/)
})

test('client credentials of HTTP Basic are form-decoded; nonsense is nobody', () => {
  const basic = (text: string) => ({
    authorization: `Basic ${Buffer.from(text).toString('base64')}`,
  })
  assert.deepEqual(basicCredentialsOf(basic('a%2Db:c:d')), { id: 'a-b', secret: 'c:d' })
  assert.equal(basicCredentialsOf(basic('a%zz:b')), undefined)
  assert.equal(basicCredentialsOf({ authorization: `Bearer ${token}` }), undefined)
})
