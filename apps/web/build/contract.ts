/**
 * The contract for the browser: what the client needs at run time is method and path of each operation, not the
 * schemas, whose types are already erased. Leaving them out keeps TypeBox and every schema off the public pages.
 */
import type { Plugin } from 'vite'

const url = new URL('../../../contract/', import.meta.url)
const folder = decodeURIComponent(url.pathname)
const door = `${folder}index.ts`

/** Exports that are code; the browser gets them as they are. */
const code: Readonly<Record<string, string>> = {
  createClient: 'client.ts',
  ProblemError: 'client.ts',
  urlOf: 'client.ts',
}

export function contractWithoutSchemas(): Plugin {
  return {
    name: 'contract-without-schemas',
    load: id => (id === door ? contractForBrowser() : undefined),
  }
}

/** The source of the module that stands for `#contract` in the browser. */
export async function contractForBrowser(): Promise<string> {
  const contract = (await import(new URL('index.ts', url).href)) as Record<string, unknown>
  return Object.entries(contract)
    .flatMap(([name, value]) => exported(name, value))
    .join('\n')
}

function exported(name: string, value: unknown): string[] {
  const file = code[name]
  if (file) return [`export { ${name} } from ${JSON.stringify(folder + file)}`]
  if (name.endsWith('perations')) return [constant(name, withoutSchemas(value as Operations))]
  if (holdsSchema(value) || typeof value === 'function') return []
  return [constant(name, value)]
}

type Operations = Readonly<Record<string, Readonly<Record<string, unknown>>>>

function withoutSchemas(table: Operations): Operations {
  const entries = Object.entries(table).map(([name, { method, path, root, transfer, purpose }]) => [
    name,
    { method, path, root, transfer, purpose },
  ])
  return Object.fromEntries(entries)
}

/** TypeBox marks its schemas with a hidden property; tables of schemas stay behind as well. */
const holdsSchema = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  ('~kind' in value || Object.values(value).some(holdsSchema))

const constant = (name: string, value: unknown): string =>
  `export const ${name} = ${JSON.stringify(value)}`
