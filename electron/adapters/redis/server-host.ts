// Redis for real: the redis-server or valkey-server of this machine, one process and one folder for each node.

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import type { RedisHost, RedisLook, RedisNodeSpec } from '../../engine/ports/redis-host.ts'
import { giveFileRoom, takeFileRoom } from './file-room.ts'
import { startGuarded, type GuardedProcess } from './guarded-process.ts'
import { configText } from './server-config.ts'
import { createRedisNodes, type RedisKindOf, type RunningNode } from './redis-nodes.ts'

const run = promisify(execFile)
const programs = ['redis-server', 'valkey-server']
/** Where packages put them and a desktop's PATH does not look. */
const furtherFolders = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin', '/opt/local/bin']
/** It knows users, and a title by which a process is known again. */
const leastVersion = '6.2'
const [stopMs, leftMs, pollMs, portTries] = [10_000, 3000, 50, 3]

type Program = { readonly file: string; readonly version: string }

export function createServerRedis(options: { readonly dataDir: string; readonly path?: string }): RedisHost {
  const find = (): Promise<Program | RedisLook> => findProgram(options.path ?? process.env['PATH'] ?? '')
  return createRedisNodes(options.dataDir, {
    kind: 'server',
    look: async () => {
      const found = await find()
      return 'kind' in found ? found : { kind: 'ready', version: found.version, canReplicate: true, mostMemoryBytes: null, lacks: [] }
    },
    launch: async (spec, folder, told) => {
      const found = await find()
      if ('kind' in found) throw new Error(found.kind === 'trouble' ? `${found.happened} ${found.fix}` : 'There is no redis-server.')
      await endLeftOver(folder)
      return launch(found, spec, folder, told)
    },
    forget: endLeftOver,
  })
}

async function findProgram(path: string): Promise<Program | RedisLook> {
  const isWindows = process.platform === 'win32'
  const folders = [...new Set([...path.split(delimiter).filter((folder) => folder !== ''), ...(isWindows || path === '' ? [] : furtherFolders)])]
  const files = programs.flatMap((name) => folders.map((folder) => join(folder, isWindows ? `${name}.exe` : name)))
  const file = files.find((one) => existsSync(one))
  const fix = isWindows ? 'Redis has no Windows server of its own; with Docker, a container serves.' : process.platform === 'darwin' ? 'brew install redis' : 'sudo apt-get install redis-server'
  if (file === undefined) return { kind: 'trouble', happened: 'There is no redis-server on this machine.', fix }
  try {
    const said = (await run(file, ['--version'], { timeout: 5000, windowsHide: true })).stdout
    const match = /^(\w+) server v=((\d+)\.(\d+)[\w.-]*)/.exec(said)
    if (match === null) return { kind: 'trouble', happened: `${file} does not say which version it is.`, fix }
    const [major, minor] = [Number(match[3]), Number(match[4])]
    if (major < 6 || (major === 6 && minor < 2)) return { kind: 'trouble', happened: `${file} is version ${match[2]}; ${leastVersion} is the first that Dynarium can use.`, fix }
    return { file, version: `${match[1]} ${match[2]}` }
  } catch (error) {
    return { kind: 'trouble', happened: `${file} can not be run: ${error instanceof Error ? error.message : String(error)}.`, fix }
  }
}

/** A port that was free can be taken before the server has it: then another. */
async function launch(program: Program, spec: RedisNodeSpec, folder: string, told: Parameters<RedisKindOf['launch']>[2]): Promise<RunningNode> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    await prepare(folder, spec)
    await writeFile(join(folder, 'redis.conf'), configText(spec, { bind: '127.0.0.1', port, dataFolder: `${folder}/data`, logFile: `${folder}/redis.log` }), { mode: 0o600 })
    await rm(join(folder, 'redis.log'), { force: true })
    const process = await startGuarded(program.file, [join(folder, 'redis.conf')], folder)
    await writeFile(join(folder, 'process.json'), JSON.stringify({ pid: process.pid }))
    const early = await Promise.race([process.ended, new Promise<null>((later) => setTimeout(() => later(null), 100))])
    if (early === null) {
      void process.ended.then((how) => told.ended(how))
      return running(process, port, program)
    }
    const log = await readFile(join(folder, 'redis.log'), 'utf8').catch(() => '')
    if (attempt === portTries || !/Address already in use/i.test(log)) throw new Error(`Redis did not start (${early}): ${lastLine(log)}`)
  }
}

async function prepare(folder: string, { persists }: RedisNodeSpec): Promise<void> {
  const data = join(folder, 'data')
  // A plan without persistence begins empty, whatever an earlier plan left.
  if (!persists) await rm(data, { recursive: true, force: true, maxRetries: 3 })
  await mkdir(data, { recursive: true, mode: 0o700 })
}

function running(process: GuardedProcess, port: number, { version }: Program): RunningNode {
  const still = async (signal: 'SIGSTOP' | 'SIGCONT'): Promise<void> => {
    if (globalThis.process.platform === 'win32') throw new Error('Windows can not hold a process still.')
    process.signal(signal)
  }
  return {
    port, version,
    kill: async () => {
      process.signal('SIGKILL')
      await process.ended
    },
    freeze: () => still('SIGSTOP'),
    thaw: () => still('SIGCONT'),
    fillDisk: async () => {
      await takeFileRoom(process.pid)
      return ['each write to its file really fails, with EFBIG (File too large) where a full disk says ENOSPC; so it refuses changes (MISCONF), and reading goes on.']
    },
    freeDisk: () => giveFileRoom(process.pid),
    stop: async () => {
      if (globalThis.process.platform !== 'win32') process.signal('SIGCONT')
      process.signal('SIGTERM')
      const late = setTimeout(() => process.signal('SIGKILL'), stopMs)
      await process.ended
      clearTimeout(late)
    },
  }
}

/** Of an engine that was killed: its guard stops it too, but a new engine may be faster. Known again by its configuration's path. */
async function endLeftOver(folder: string): Promise<void> {
  const kept = await readFile(join(folder, 'process.json'), 'utf8').catch(() => null)
  if (kept === null) return
  const { pid } = JSON.parse(kept) as { pid: number }
  const until = performance.now() + leftMs
  if (await isOurs(pid, folder)) {
    signal(pid, 'SIGCONT')
    signal(pid, 'SIGTERM')
  }
  while (await isOurs(pid, folder)) {
    if (performance.now() > until) signal(pid, 'SIGKILL')
    await new Promise((later) => setTimeout(later, pollMs))
  }
  await rm(join(folder, 'process.json'), { force: true })
}

async function isOurs(pid: number, folder: string): Promise<boolean> {
  try {
    if (process.platform === 'win32') return (await run('wmic', ['process', 'where', `ProcessId=${pid}`, 'get', 'CommandLine'])).stdout.includes(folder)
    return (await run('ps', ['-ww', '-o', 'args=', '-p', String(pid)])).stdout.includes(join(folder, 'redis.conf'))
  } catch {
    return false
  }
}

function signal(pid: number, name: 'SIGTERM' | 'SIGCONT' | 'SIGKILL'): void {
  try {
    process.kill(pid, name)
  } catch {
    // It is gone.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

const lastLine = (log: string): string => log.trimEnd().split('\n').at(-1)?.replace(/^\d+:\w \d+ \w+ \d+ [\d:.]+ . /, '') ?? 'it said nothing'
