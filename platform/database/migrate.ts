/**
 * Forward-only migrations: each module keeps `migrations/0001-*.sql`, applied once, in module order, each in its own
 * transaction. A file that changed after it was applied stops the start: history is not edited (expand, then contract).
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Database } from './open.ts'

/** The migrations of one room, in the order in which rooms depend on each other. */
export type Migrations = { readonly room: string; readonly folder: string }

const baseline = `
  create schema if not exists platform;
  create table if not exists platform.migration (
    room text not null,
    name text not null,
    sha256 text not null,
    applied_at timestamptz not null default now(),
    primary key (room, name)
  );
  do $$ begin
    if not exists (select from pg_roles where rolname = 'xinheng_tenant') then
      create role xinheng_tenant nologin;
    end if;
  -- Roles belong to the whole server: another database of it may be migrating at this very moment.
  exception
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then
      raise exception 'a superuser must run once: create role xinheng_tenant nologin; grant xinheng_tenant to %',
        quote_ident(current_user);
  end $$;
  -- Whoever is no superuser must be granted the role to read with its eyes; since PostgreSQL 16 having made it is not
  -- enough. Where that is not ours to grant, the start says who has to.
  do $$ begin
    if not (select rolsuper from pg_roles where rolname = current_user) and not pg_has_role(
      'xinheng_tenant', case when current_setting('server_version_num')::int < 160000 then 'MEMBER' else 'SET' end
    ) then
      execute format('grant xinheng_tenant to %I', current_user);
    end if;
  exception when insufficient_privilege then
    raise exception 'a superuser must run once: grant xinheng_tenant to %', quote_ident(current_user);
  end $$;
  -- Invariant 1: facts are inserted, never updated or deleted. Every fact table hangs this on update, delete, truncate.
  create or replace function platform.refuse_change() returns trigger language plpgsql as $$ begin
    raise exception 'facts of %.% are never changed: append a new fact that names the old one', tg_table_schema, tg_table_name;
  end $$;
`

type Step = { room: string; name: string; sha256: string; text: string }

export async function migrate(database: Database, rooms: readonly Migrations[]): Promise<Step[]> {
  await sql.raw(baseline).execute(database.db)
  const steps = await pendingMigrations(database, rooms)
  for (const step of steps) {
    await database.tx(async tx => {
      await sql.raw(step.text).execute(tx)
      await sql`insert into platform.migration (room, name, sha256)
                values (${step.room}, ${step.name}, ${step.sha256})`.execute(tx)
    })
  }
  return steps
}

/** What a start would apply; throws where an applied file has changed since. */
export async function pendingMigrations(
  database: Database,
  rooms: readonly Migrations[],
): Promise<Step[]> {
  const { rows } = await sql<{ room: string; name: string; sha256: string }>`
    select room, name, sha256 from platform.migration`.execute(database.db)
  const applied = new Map(rows.map(row => [`${row.room}/${row.name}`, row.sha256]))
  return rooms.flatMap(stepsOf).filter(step => {
    const was = applied.get(`${step.room}/${step.name}`)
    if (was !== undefined && was !== step.sha256)
      throw new Error(`migration ${step.room}/${step.name} changed after it was applied`)
    return was === undefined
  })
}

function stepsOf({ room, folder }: Migrations): Step[] {
  const names = readdirSync(folder)
    .filter(name => name.endsWith('.sql'))
    .sort()
  return names.map(name => {
    const text = readFileSync(join(folder, name), 'utf8')
    return { room, name, sha256: createHash('sha256').update(text).digest('hex'), text }
  })
}
