/**
 * Configuration from the environment, checked once at start so that a wrong value stops the program with a sentence
 * instead of failing later. Every variable the product reads is listed here.
 */
import Type, { type Static } from 'typebox'
import { Compile } from 'typebox/compile'

const Environment = Type.Object({
  PORT: Type.String({ pattern: '^\\d{1,5}$' }),
  HOST: Type.String({ minLength: 1 }),
  XINHENG_DATA: Type.String({ minLength: 1 }),
  XINHENG_DEMO: Type.Union([Type.Literal('on'), Type.Literal('off')]),
  XINHENG_DEMO_ORDERS: Type.String({ pattern: '^[1-9]\\d{3,6}$' }),
  XINHENG_LOG: Type.String({ pattern: '^(fatal|error|warn|info|debug|trace|silent)$' }),
  XINHENG_ORIGIN: Type.String(),
  XINHENG_TRUST_PROXY: Type.String({ pattern: '^([\\da-fA-F.:/, ]+|loopback)?$' }),
  DATABASE_URL: Type.String({ pattern: '^(postgres(ql)?://.+)?$' }),
})

const defaults: Static<typeof Environment> = {
  PORT: '8080',
  HOST: '127.0.0.1',
  XINHENG_DATA: './var',
  XINHENG_DEMO: 'on',
  XINHENG_DEMO_ORDERS: '20000',
  XINHENG_LOG: 'warn',
  XINHENG_ORIGIN: '',
  XINHENG_TRUST_PROXY: '',
  DATABASE_URL: '',
}

export type Config = {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly demo: boolean
  /** Orders of the demonstration county: 1,000 to 9,999,999; its other numbers follow. */
  readonly demoOrders: number
  readonly logLevel: string
  /** The public origin, which names the log and is printed in proofs. */
  readonly origin: string
  readonly databaseUrl: string | null
  /** Addresses and networks of the proxies in front, comma-separated, or `loopback`; null: no proxy is believed. */
  readonly trustProxy: string | null
}

const check = Compile(Environment)

/** Reads and checks the environment; throws one sentence that names the variable and the rule. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.keys(defaults).map(name => [name, env[name] || defaults[name as keyof typeof defaults]]),
  )
  const [error] = check.Errors(given)
  if (error) {
    const name = error.instancePath.slice(1)
    throw new Error(`${name}=${String(given[name])}: ${error.message} (环境变量不正确)`)
  }
  const port = Number(given.PORT)
  if (port > 65_535) throw new Error(`PORT=${port}: must be <= 65535 (环境变量不正确)`)
  const host = given.HOST!
  return {
    port,
    host,
    dataDir: given.XINHENG_DATA!,
    demo: given.XINHENG_DEMO === 'on',
    demoOrders: Number(given.XINHENG_DEMO_ORDERS),
    logLevel: given.XINHENG_LOG!,
    origin: given.XINHENG_ORIGIN || `http://${host}:${port}`,
    databaseUrl: given.DATABASE_URL || null,
    trustProxy: given.XINHENG_TRUST_PROXY || null,
  }
}
