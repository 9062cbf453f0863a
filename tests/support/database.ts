/**
 * A migrated database per test file, on the engine that `XINHENG_TEST_DATABASE_URL` names or else embedded. Each test
 * runs in a transaction that is rolled back, so tests share nothing. The embedded one starts from a snapshot of the
 * migrated state, made once per state of the migrations, because its first boot takes seconds.
 */
import { createHash, randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { type Database, type Migrations, migrate, openDatabase, type Tx } from '#platform/database'
import { moduleOrder } from '../../modules/order.ts'

const root = join(import.meta.dirname, '../..')

/** Every room that has migrations, platform first. */
export const allMigrations: Migrations[] = [
  { room: 'stream', folder: join(root, 'platform/stream/migrations') },
  { room: 'http', folder: join(root, 'platform/http/migrations') },
  ...moduleOrder.map(room => ({ room, folder: join(root, 'modules', room, 'migrations') })),
].filter(({ folder }) => existsSync(folder))

export type TestDatabase = Database & {
  /** Runs a test's body in a transaction and undoes it. */
  rolledBack(body: (tx: Tx) => Promise<void>): () => Promise<void>
}

const undo = new Error('rolled back')

/** Opens the database of this test file and closes it after the last test. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env.XINHENG_TEST_DATABASE_URL
  const database = server ? await onServer(server) : await embedded()
  after(() => database.close())
  return {
    ...database,
    rolledBack: body => async () => {
      const run = database.tx(async tx => {
        await body(tx)
        throw undo
      })
      await run.catch(error => {
        if (error !== undo) throw error
      })
    },
  }
}

async function onServer(server: string): Promise<Database> {
  const { url, drop } = await newDatabase(server, process.env.XINHENG_TEST_DATABASE_TEMPLATE)
  const database = await openDatabase({ kind: 'url', url, connections: 4 })
  await migrate(database, allMigrations)
  return {
    ...database,
    close: async () => {
      await database.close()
      await drop()
    },
  }
}

type Made = { readonly name: string; readonly url: string; drop(): Promise<void> }

/** A migrated database that nobody works in: each test file of a run begins with a copy of it. */
export async function migratedTemplate(server: string): Promise<Made> {
  const made = await newDatabase(server)
  const database = await openDatabase({ kind: 'url', url: made.url, connections: 1 })
  await migrate(database, allMigrations)
  await database.close()
  return made
}

async function newDatabase(server: string, template = 'template1'): Promise<Made> {
  const name = `t_${process.pid}_${randomBytes(3).toString('hex')}`
  await asked(server, `create database ${name} template ${template}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const drop = () => asked(server, `drop database ${name} with (force)`)
  return { name, url: url.href, drop }
}

async function asked(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(statement)
  await client.end()
}

async function embedded(): Promise<Database> {
  const snapshot = join(root, 'var/test', `migrated-${stateOfMigrations()}.tar.gz`)
  if (existsSync(snapshot)) {
    return openDatabase({ kind: 'memory', from: new Blob([readFileSync(snapshot)]) })
  }
  const database = await openDatabase({ kind: 'memory' })
  await migrate(database, allMigrations)
  mkdirSync(join(root, 'var/test'), { recursive: true })
  const part = `${snapshot}.${process.pid}`
  writeFileSync(part, Buffer.from(await (await database.dump!()).arrayBuffer()))
  renameSync(part, snapshot)
  return database
}

function stateOfMigrations(): string {
  const hash = createHash('sha256')
  hash.update(readFileSync(join(root, 'platform/database/migrate.ts')))
  for (const { folder } of allMigrations)
    for (const name of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, name)))
  return hash.digest('hex').slice(0, 16)
}
