/**
 * How a request shows who sends it: the session cookie of a person or the bearer token of a machine. Nothing here asks
 * the database; what is malformed never gets that far.
 */
import { looksLikeToken } from './secrets.ts'

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

export type Credential = { readonly kind: 'session' | 'token'; readonly secret: string }

const cookieName = 'xinheng_session'

/**
 * The credential of a request, if it has one. A bearer token counts before a cookie, because a program set it on
 * purpose. `malformed` is a bearer token that cannot be ours.
 */
export function credentialOf(headers: Headers): Credential | 'malformed' | undefined {
  const bearer = textOf(headers.authorization)?.match(/^Bearer +(.*)$/i)
  if (bearer) {
    const secret = bearer[1]!.trim()
    return looksLikeToken(secret) ? { kind: 'token', secret } : 'malformed'
  }
  const secret = sessionTokenOf(headers)
  return secret === undefined ? undefined : { kind: 'session', secret }
}

/**
 * The session token of the cookie. Two cookies of our name mean that another host of the domain has planted one to
 * put its own session under the user (session fixation): then neither is believed.
 */
export function sessionTokenOf(headers: Headers): string | undefined {
  const cookies = textOf(headers.cookie)
  if (!cookies?.includes(cookieName)) return undefined
  const ours = cookies
    .split(';')
    .map(cookie => cookie.trim())
    .filter(cookie => cookie.startsWith(`${cookieName}=`))
  const secret = ours[0]?.slice(cookieName.length + 1) ?? ''
  return ours.length === 1 && looksLikeToken(secret) ? secret : undefined
}

/** The request's side of the cookie. */
export const cookiePair = (token: string): string => `${cookieName}=${token}`

/** `Set-Cookie` for a token of ours, whose alphabet cannot break out of the header; empty text takes it back. */
export function sessionCookie(token: string, origin: string, maxAgeS: number): string {
  if (token !== '' && !looksLikeToken(token)) throw new Error('a session token of another shape')
  const secure = origin.startsWith('https:') ? '; Secure' : ''
  const age = token === '' ? 0 : maxAgeS
  return `${cookiePair(token)}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict${secure}`
}

/** The id and secret of HTTP Basic, form-encoded inside as RFC 6749 section 2.3.1 says. */
export function basicCredentialsOf(headers: Headers): { id: string; secret: string } | undefined {
  const basic = textOf(headers.authorization)?.match(/^Basic +([\w+/=]+)$/i)
  if (!basic) return undefined
  const [id = '', ...rest] = Buffer.from(basic[1]!, 'base64').toString('utf8').split(':')
  try {
    return { id: decodeURIComponent(id), secret: decodeURIComponent(rest.join(':')) }
  } catch {
    // A stray percent sign: no id or secret of ours has one, so it cannot be right.
    return undefined
  }
}

const textOf = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined
