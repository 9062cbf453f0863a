/** Every room that keeps tables, platform first, then the modules in dependency order. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Migrations } from '#platform/database'
import { moduleOrder } from '../../modules/order.ts'

const root = join(import.meta.dirname, '../..')

export const allMigrations: readonly Migrations[] = [
  { room: 'stream', folder: join(root, 'platform/stream/migrations') },
  { room: 'http', folder: join(root, 'platform/http/migrations') },
  ...moduleOrder.map(room => ({ room, folder: join(root, 'modules', room, 'migrations') })),
].filter(({ folder }) => existsSync(folder))
