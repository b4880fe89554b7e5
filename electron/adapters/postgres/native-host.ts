// Real PostgreSQL servers as processes of this machine, from the npm package or its own installation. Everything of a server is in one
// folder; the engine's kill leaves servers running that the guard stops, and that the next start finds in any case.

import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Answer, PostgresHost, PostgresSink, ServerFacts, ServerId } from '../../engine/ports/postgres-host.ts'
import { removeTree } from '../parts/copy-tree.ts'
import { askServer } from './ask.ts'
import { copyRunning, localFiles } from './running-copy.ts'
import { copyData, give, measure } from './data-files.ts'
import { createGuard } from './guard.ts'
import { createTurns, damagedFile, damagedServer, freshKept, keepIn, keptIn, refuseName, type Kept } from './kept-server.ts'
import { releaseSlot } from './release-slot.ts'
import { endLeftover, launchServer, type RunningServer } from './running-server.ts'
import { promoteServer } from './promote-server.ts'
import { fingerprint, packServer, unpackServer } from './server-archive.ts'
import { copyPrograms, embeddedPrograms, localPrograms, type ServerPrograms } from './server-programs.ts'
import { confFile, loadPassword, prepareTemplate, superuser } from './server-template.ts'
import { isReachable, placeServers, type ServerPlace } from './server-user.ts'
import { serverConf, slotOf } from './settings-text.ts'

export type NativeHostOptions = {
  readonly kind: 'embedded' | 'local'
  readonly dataDir: string
  /** Something went wrong that nobody waits for. */
  onTrouble(error: unknown): void
}

type Ready = { readonly programs: ServerPrograms; readonly place: ServerPlace; readonly password: string }
/** Each has its own: their programs may not read each other's data. */
export const serversFolder = (kind: NativeHostOptions['kind']): string => (kind === 'embedded' ? 'postgres' : `postgres-${kind}`)

const portTries = 20
const quick = { timeoutMs: 10_000, maxRows: 100 }

export function createNativeHost(options: NativeHostOptions): PostgresHost {
  const guard = createGuard()
  const runningServers = new Map<ServerId, RunningServer>()
  const starting = new Map<ServerId, Promise<{ readonly port: number }>>()
  /** Their end is somebody's doing. */
  const expected = new Set<ServerId>()
  const turns = createTurns()
  let sink: PostgresSink | null = null
  let preparing: Promise<Ready> | null = null
  let template: Promise<string> | null = null

  async function prepare(): Promise<Ready> {
    preparing ??= makeReady().catch((error: unknown) => {
      preparing = null
      throw error
    })
    return preparing
  }

  async function makeReady(): Promise<Ready> {
    const found = await (options.kind === 'embedded' ? embeddedPrograms() : localPrograms())
    const place = placeServers(options.dataDir, serversFolder(options.kind))
    const programs = place.user === null || isReachable(found.postgres, place.user) ? found : await copyPrograms(found, place.folder)
    return { programs, place, password: await loadPassword(place) }
  }

  const folderOf = (place: ServerPlace, id: ServerId): string => join(place.folder, 'servers', id)
  const dataOf = (place: ServerPlace, id: ServerId): string => join(folderOf(place, id), 'data')

  async function require(id: ServerId): Promise<Ready & { readonly folder: string; readonly data: string }> {
    const ready = await prepare()
    const folder = folderOf(ready.place, id)
    if (!existsSync(folder)) throw new PlatformError('postgres-server', { server: id, why: 'there is no such server' })
    return { ...ready, folder, data: dataOf(ready.place, id) }
  }

  function requireRunning(id: ServerId): RunningServer {
    const running = runningServers.get(id)
    if (running === undefined) throw new PlatformError('postgres-server', { server: id, why: 'it does not run' })
    return running
  }

  async function refuseTaken(id: ServerId): Promise<void> {
    const { place } = await prepare()
    refuseName(id, existsSync(folderOf(place, id)))
  }

  /** Whole or not at all: it is made beside its place. */
  async function make(id: ServerId, kept: Kept, fill: (data: string, ready: Ready) => Promise<void>): Promise<void> {
    const ready = await prepare()
    const folder = folderOf(ready.place, id)
    const unfinished = join(ready.place.folder, `new-${id}`)
    await removeTree(unfinished)
    try {
      for (const path of [join(ready.place.folder, 'servers'), unfinished]) {
        await mkdir(path, { recursive: true, mode: 0o700 })
        await give(path, ready.place.user)
      }
      await fill(join(unfinished, 'data'), ready)
      await keepIn(unfinished, kept)
      await rename(unfinished, folder)
    } catch (error) {
      await removeTree(unfinished)
      throw error
    }
  }

  const signal = async (data: string, { place }: Ready): Promise<void> => {
    const file = join(data, 'standby.signal')
    await writeFile(file, '')
    await give(file, place.user)
  }

  async function writeConf(id: ServerId, kept: Kept): Promise<void> {
    const { data, place, password } = await require(id)
    const upstream = kept.upstream === null ? null : { ...kept.upstream, user: superuser, password }
    const file = join(data, confFile)
    await writeFile(`${file}.new`, serverConf({ id, settings: kept.settings, upstream, slot: upstream === null ? null : slotOf(id) }), { mode: 0o600 })
    await give(`${file}.new`, place.user)
    await rename(`${file}.new`, file)
  }

  const change = (id: ServerId, part: Partial<Kept>): Promise<void> => turns.take(id, () => changeNow(id, part))

  async function changeNow(id: ServerId, part: Partial<Kept>): Promise<void> {
    const { folder } = await require(id)
    const kept = { ...(await keptIn(folder, freshKept)), ...part }
    await writeConf(id, kept)
    await keepIn(folder, kept)
    runningServers.get(id)?.reload()
  }

  async function start(id: ServerId): Promise<{ readonly port: number }> {
    const running = runningServers.get(id)
    if (running !== undefined) return { port: running.port }
    const begun = starting.get(id)
    if (begun !== undefined) return begun
    const work = begin(id).finally(() => starting.delete(id))
    starting.set(id, work)
    return work
  }

  async function begin(id: ServerId): Promise<{ readonly port: number }> {
    const { folder, data, programs, place } = await require(id)
    const kept = await keptIn(folder, freshKept)
    const major = Number.parseInt((await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => '')).trim(), 10)
    if (Number.isNaN(major)) throw damagedServer(id, data, 'it has no file PG_VERSION')
    if (major !== programs.major) throw damagedServer(id, data, `it is of PostgreSQL ${major}, and ${programs.origin} is ${programs.version}`)
    await endLeftover({ id, dataFolder: data })
    await writeConf(id, kept)
    for (let tries = 0; tries < portTries; tries++) {
      const port = tries === 0 && kept.port !== null && (await isFree(kept.port)) ? kept.port : await freePort()
      const server = await launchServer({
        id, dataFolder: data, programs, user: place.user, port, dataDir: options.dataDir,
        logged: (lines) => sink?.logged(id, lines),
        exited: (how) => exited(id, how),
      })
      if ('kind' in server) {
        if (server.kind === 'port-taken') continue
        throw damagedServer(id, data, server.why)
      }
      runningServers.set(id, server)
      guard.watch(server.pid)
      await keepIn(folder, { ...kept, port })
      return { port }
    }
    throw new PlatformError('postgres-server', { server: id, why: 'no port of this machine could be had' })
  }

  function exited(id: ServerId, how: { readonly status: number | null; readonly signal: string | null }): void {
    const server = runningServers.get(id)
    runningServers.delete(id)
    if (server !== undefined) guard.dismiss(server.pid)
    if (!expected.delete(id)) sink?.exited(id, how)
  }

  async function stop(id: ServerId, how: 'fast' | 'immediate' | 'kill'): Promise<void> {
    await starting.get(id)?.catch(() => {})
    const server = runningServers.get(id)
    if (server === undefined) return
    if (how !== 'kill') expected.add(id)
    await server.end(how)
  }

  async function sql(id: ServerId, database: string, ...question: Parameters<typeof askServer> extends [unknown, unknown, ...infer R] ? R : never): Promise<Answer> {
    const { password } = await require(id)
    return askServer({ host: '127.0.0.1', port: requireRunning(id).port }, { user: superuser, password, database }, ...question)
  }

  const login = async (id: ServerId) => ({ host: '127.0.0.1', port: requireRunning(id).port, user: superuser, password: (await prepare()).password, database: 'postgres', connectionTimeoutMillis: quick.timeoutMs })

  async function copyOf(of: ServerId, data: string, slot: string | null): Promise<void> {
    const source = await require(of)
    await copyRunning({ login: await login(of), slot, files: localFiles(source.data, data, source.place.user) })
  }

  async function promote(id: ServerId): Promise<{ readonly timeline: number }> {
    await require(id)
    const timeline = await promoteServer(id, await login(id))
    // It takes writes already, and nobody reads any more what it followed.
    void change(id, { upstream: null }).catch(options.onTrouble)
    return { timeline }
  }

  async function release(of: ServerId, id: ServerId): Promise<void> {
    if (!runningServers.has(of) || runningServers.get(of)?.isFrozen() === true) return
    await releaseSlot(id, (text, values) => sql(of, 'postgres', text, values, quick))
  }

  async function list(): Promise<readonly ServerFacts[]> {
    const { place } = await prepare()
    const ids = (await readdir(join(place.folder, 'servers')).catch(() => [])).sort()
    return ids.map((id) => {
      const running = runningServers.get(id)
      const state = running === undefined ? (starting.has(id) ? 'starting' : 'stopped') : running.isFrozen() ? 'frozen' : 'running'
      return { id, state, port: running?.port ?? null, isStandby: existsSync(join(dataOf(place, id), 'standby.signal')) }
    })
  }

  return {
    kind: options.kind,
    look: async () => {
      try {
        const { programs, place } = await prepare()
        const who = place.user === null ? '' : `, run as ${place.user.name}`
        return { kind: 'ready', version: programs.version, about: `PostgreSQL ${programs.version} from ${programs.origin}${who}; its data is in ${place.folder}.` }
      } catch (error) {
        return error instanceof PlatformError ? { kind: 'trouble', happened: error.message, fix: error.help } : { kind: 'trouble', happened: String(error), fix: 'Look into engine.log.' }
      }
    },
    connect: (connected) => void (sink = connected),
    recover: async () => {
      const { place } = await prepare()
      const unfinished = (await readdir(place.folder)).filter((name) => /^(new|copy)-/.test(name))
      await Promise.all(unfinished.map((name) => removeTree(join(place.folder, name))))
      const found = await Promise.all((await list()).map(async ({ id, state }) => (state === 'stopped' && (await endLeftover({ id, dataFolder: dataOf(place, id) })) ? [id] : [])))
      return found.flat()
    },
    list,
    create: async (id, settings) => {
      await refuseTaken(id)
      await make(id, { ...freshKept, settings }, async (data, { programs, place, password }) => {
        template ??= prepareTemplate(programs, place, password).catch((error: unknown) => {
          template = null
          throw error
        })
        await copyData(await template, data, place.user)
      })
    },
    start,
    stop,
    freeze: (id) => requireRunning(id).hold(),
    thaw: async (id) => runningServers.get(id)?.goOn(),
    configure: (id, settings) => change(id, { settings }),
    standby: async (id, { of, via, settings }) => {
      await refuseTaken(id)
      await make(id, { ...freshKept, settings, upstream: via }, async (data, ready) => {
        await copyOf(of, data, via === null ? null : slotOf(id))
        await signal(data, ready)
      })
    },
    follow: (id, via) => change(id, { upstream: via }),
    release,
    promote,
    remove: async (id) => {
      const { place } = await prepare()
      await stop(id, 'kill')
      await turns.settled(id)
      const folder = folderOf(place, id)
      if (existsSync(folder)) await endLeftover({ id, dataFolder: join(folder, 'data') })
      await removeTree(folder)
    },
    sizes: async (id) => measure((await require(id)).data),
    backup: async (id, file) => {
      const { place } = await require(id)
      const copy = join(place.folder, `copy-${id}`)
      await removeTree(copy)
      try {
        if (existsSync(file)) throw new PlatformError('postgres-data', { path: file, why: 'there is a file already', fix: 'Choose another name.' })
        await copyOf(id, copy, null)
        await mkdir(dirname(file), { recursive: true, mode: 0o700 })
        return await packServer(copy, file)
      } finally {
        await removeTree(copy)
      }
    },
    discard: (file) => rm(file, { force: true }),
    restore: async (id, file, expected, settings) => {
      await refuseTaken(id)
      const found = await fingerprint(file).catch((error: Error) => damagedFile(file, error.message))
      if (found.sha256 !== expected.sha256 || found.bytes !== expected.bytes) damagedFile(file, 'it is not the file that was written then: its checksum differs')
      await make(id, { ...freshKept, settings }, async (data, ready) => {
        const unpacked = `${data}.unpacked`
        await mkdir(unpacked, { mode: 0o700 })
        await unpackServer(file, unpacked)
        await copyData(unpacked, data, ready.place.user)
        await removeTree(unpacked)
        await signal(data, ready)
      })
    },
    sql,
    ask: async (at, who, text, values, limits) => askServer(at, 'user' in who ? who : { ...who, user: superuser, password: (await prepare()).password }, text, values, limits),
    close: async () => {
      await Promise.all([...starting.values()].map((work) => work.catch(() => {})))
      await turns.settled()
      await Promise.all([...runningServers.keys()].map((id) => stop(id, 'fast').catch(options.onTrouble)))
      guard.stop()
    },
  }
}

const isFree = (port: number): Promise<boolean> => portOf(port).then(() => true, () => false)
const freePort = (): Promise<number> => portOf(0)

function portOf(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0))
    })
  })
}
