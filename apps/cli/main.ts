/**
 * The command line `xinheng`. Each command is a file of its own and does its work through the server application's door
 * on the data folder or DATABASE_URL; exit codes: 0 done, 1 found faults or refused rows, 2 could not run.
 */
import { Command, CommanderError } from 'commander'
import { addBackup } from './backup.ts'
import { speakBothLanguages } from './bilingual.ts'
import { addClauses } from './clauses.ts'
import { addDemo } from './demo.ts'
import { addDetect } from './detect.ts'
import { addEvaluate } from './evaluate.ts'
import { addImport } from './import.ts'
import { addOrganisation } from './organisation.ts'
import { exitCodes } from './output.ts'
import { addServe } from './serve.ts'
import { addUser } from './user.ts'
import { addVerify } from './verify.ts'

// Whoever reads through a pipe may have seen enough: `xinheng detect … | head` is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

const program = new Command('xinheng')
  .description('信衡：可证明的网络交易信用档案 / provable credit files for e-commerce')
  .option('--json', '机器可读的输出 / machine-readable output')
  .showHelpAfterError()
  .exitOverride()

speakBothLanguages(program)
for (const add of [
  addServe,
  addDemo,
  addImport,
  addDetect,
  addEvaluate,
  addVerify,
  addClauses,
  addBackup,
  addOrganisation,
  addUser,
])
  add(program)

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.cannotRun
  else {
    console.error(inWords(error))
    if (process.env.XINHENG_LOG === 'debug' && error instanceof Error) console.error(error.stack)
    process.exitCode = exitCodes.cannotRun
  }
}
// What a command opened is closed by now; idle sockets and timers of libraries are not worth waiting for.
process.exit()

/** What the system says of a file or an address, in both languages; everything else speaks for itself. */
function inWords(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { code, path, port } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'ENOENT' && path) return `没有这个文件 / no such file: ${path}`
  if (code === 'EACCES' && path) return `无权读写 / no permission: ${path}`
  if (code === 'EISDIR') return `这是文件夹，不是文件 / a folder, not a file: ${path ?? ''}`
  if (code === 'EADDRINUSE')
    return `端口 ${port} 已被占用，可用 PORT 另选 / port ${port} is in use; choose another with PORT`
  return error.message
}
