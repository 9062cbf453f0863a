/** OpenAPI 3.1 from the operation table: TypeBox schemas are JSON Schema already, so this only arranges them. */
import { authorisation } from './authorisation.ts'
import type { OperationName } from './index.ts'
import type { Operation, Operations } from './operation.ts'
import { Problem } from './shapes.ts'

type Json = Record<string, unknown>

/** The document served at `/openapi.json`; `origin` is the server's public address. */
export function openapi(table: Operations, origin: string): Json {
  const paths: Record<string, Json> = {}
  for (const [name, o] of Object.entries(table)) {
    const path = `${o.root ? '' : '/api/v1'}${o.path.replace(/:(\w+)/g, '{$1}').replace(/\*$/, '{*}')}`
    paths[path] = { ...paths[path], [o.method.toLowerCase()]: operationObject(name, o) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '信衡 Xinheng API',
      version: '1',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: origin }],
    paths,
    components: {
      schemas: { Problem },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'xinheng_session' },
        client: { type: 'http', scheme: 'bearer' },
      },
    },
  }
}

function operationObject(name: string, o: Operation): Json {
  const allowed = authorisation[name as OperationName] ?? []
  const parameters = [
    ...fieldsOf(o.params, 'path'),
    ...fieldsOf(o.query, 'query'),
    ...(o.purpose ? [header('X-Purpose', true)] : []),
    ...(o.method === 'GET' || o.safe ? [] : [header('Idempotency-Key', false)]),
  ]
  const problem = {
    description: 'problem',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
  return {
    operationId: name,
    summary: o.zh,
    description: o.en,
    ...(parameters.length ? { parameters } : {}),
    ...(o.body ? { requestBody: { required: true, content: contentOf(o, o.body) } } : {}),
    responses: {
      200: { description: o.en, content: { [mediaOf(o, true)]: { schema: o.answer } } },
      default: problem,
    },
    security: allowed.includes('public') ? [] : [{ session: [] }, { client: [] }],
    'x-roles': allowed,
  }
}

const header = (name: string, required: boolean): Json => ({
  name,
  in: 'header',
  required,
  schema: { type: 'string' },
})

const contentOf = (o: Operation, schema: unknown): Json => ({
  [mediaOf(o)]: { schema },
  ...(o.form ? { 'application/x-www-form-urlencoded': { schema } } : {}),
})

const mediaOf = (o: Operation, answer = false): string =>
  o.transfer === 'ndjson'
    ? 'application/x-ndjson'
    : o.transfer === 'bytes' && answer
      ? 'application/octet-stream'
      : 'application/json'

function fieldsOf(schema: Operation['params'], where: 'path' | 'query'): Json[] {
  if (!schema) return []
  const required = new Set((schema as { required?: readonly string[] }).required ?? [])
  return Object.entries(schema.properties).map(([name, field]) => ({
    name,
    in: where,
    required: where === 'path' || required.has(name),
    schema: field,
  }))
}
