/**
 * Structured logs without personal data: request bodies are never logged, and the fields that could hold a secret
 * or a person are redacted by name as a second line of defence (invariant 7).
 */
import { type Logger, pino } from 'pino'

export type Log = Logger

const redacted = [
  'password',
  'token',
  'secret',
  'totp',
  'authorization',
  'cookie',
  'phone',
  'idNumber',
]

export const createLog = (level: string): Log =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: redacted.flatMap(name => [name, `*.${name}`, `req.headers.${name}`]),
      censor: '[redacted]',
    },
  })

export const silentLog = (): Log => pino({ level: 'silent' })
