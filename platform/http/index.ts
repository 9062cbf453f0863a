/** The edge's door: binds the contract's operations to Fastify. */
export { type Bytes, type Call, type Handler, type Handlers, Serialised } from './call.ts'
export { type Checker, checkerOf, shapeCheckerOf } from './check.ts'
export { type Cursor, decodeCursor, encodeCursor, pageOf } from './cursor.ts'
export { type Line, linesOf } from './ndjson.ts'
export { problemOf } from './problems.ts'
export { buildServer, type ServerParts } from './server.ts'
