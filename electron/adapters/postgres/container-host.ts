// Real PostgreSQL servers in containers, from the postgres image. Their data is in volumes of the container engine, and what is kept beside it in
// the data folder. A server goes in order when the engine of the platform is gone; one that was held then is ended by the next start.

import { createReadStream, existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Answer, AskLimits, PostgresHost, PostgresSink, ServerFacts, ServerId } from '../../engine/ports/postgres-host.ts'
import { removeTree } from '../parts/copy-tree.ts'
import type { Bench, OwnedFile, ServerContainers, ServerImage } from '../parts/server-containers.ts'
import { askServer } from './ask.ts'
import { benchFiles, dataPath, makeData, measureCommand, measured } from './container-files.ts'
import { launchInContainer, type ContainerServer } from './container-server.ts'
import { createTurns, damagedFile, damagedServer, freshKept, keepIn, keptIn, refuseName, type Kept } from './kept-server.ts'
import { promoteServer } from './promote-server.ts'
import { releaseSlot } from './release-slot.ts'
import { copyRunning } from './running-copy.ts'
import { fingerprint, packStream } from './server-archive.ts'
import { confFile, loadPassword, superuser } from './server-template.ts'
import { serverConf, slotOf } from './settings-text.ts'

export type ContainerHostOptions = {
  readonly dataDir: string
  readonly containers: ServerContainers
  /** Something went wrong that nobody waits for. */
  onTrouble(error: unknown): void
}

type KeptInContainer = Kept & { readonly isStandby: boolean; readonly major: number }

const fresh: KeptInContainer = { ...freshKept, isStandby: false, major: 0 }
const quick = { timeoutMs: 10_000, maxRows: 100 }
const majorOf = ({ version }: ServerImage): number => Number.parseInt(version, 10)

export function createContainerPostgres({ dataDir, containers, onTrouble }: ContainerHostOptions): PostgresHost {
  const place = join(dataDir, 'postgres-docker')
  const folderOf = (id: ServerId): string => join(place, 'servers', id)
  const runningServers = new Map<ServerId, ContainerServer>()
  const starting = new Map<ServerId, Promise<{ readonly port: number }>>()
  /** Their end is somebody's doing. */
  const expected = new Set<ServerId>()
  /** Ports of links that servers which run read the log of others from. */
  const read = new Map<ServerId, number>()
  const turns = createTurns()
  let sink: PostgresSink | null = null
  let password: Promise<string> | null = null

  function knowPassword(): Promise<string> {
    password ??= mkdir(place, { recursive: true, mode: 0o700 }).then(() => loadPassword({ folder: place }))
    return password
  }

  function requireServer(id: ServerId): string {
    if (!existsSync(folderOf(id))) throw new PlatformError('postgres-server', { server: id, why: 'there is no such server' })
    return folderOf(id)
  }

  function requireRunning(id: ServerId): ContainerServer {
    requireServer(id)
    const running = runningServers.get(id)
    if (running === undefined) throw new PlatformError('postgres-server', { server: id, why: 'it does not run' })
    return running
  }

  const keptOf = (id: ServerId): Promise<KeptInContainer> => keptIn(requireServer(id), fresh)

  /** Whole or not at all: until it is, its folder has another name, by which the next start finds what to clear. */
  async function make(id: ServerId, kept: Omit<KeptInContainer, 'major'>, source: ServerId | null, fill: (bench: Bench, image: ServerImage) => Promise<void>): Promise<void> {
    await knowPassword()
    const image = await containers.bringImage()
    const unfinished = join(place, `new-${id}`)
    await mkdir(unfinished, { recursive: true, mode: 0o700 })
    try {
      await keepIn(unfinished, { ...kept, major: majorOf(image) } as KeptInContainer)
      await containers.makeVolume(id)
      await containers.onBench({ image: image.id, volume: id, ...(source === null ? {} : { source }) }, (bench) => fill(bench, image))
      await mkdir(join(place, 'servers'), { recursive: true, mode: 0o700 })
      await rename(unfinished, folderOf(id))
    } catch (error) {
      await containers.removeVolume(id).then(() => removeTree(unfinished)).catch(onTrouble)
      throw error
    }
  }

  /** What a first one was made of is kept for all others: initdb takes its time in a container. */
  async function fillNew(bench: Bench, image: ServerImage): Promise<void> {
    const template = join(place, `template-${image.version}.tgz`)
    if (existsSync(template)) return unpack(bench, template)
    await makeData(bench, majorOf(image), await knowPassword())
    await packStream(await bench.pack(dataPath), template)
  }

  async function unpack(bench: Bench, file: string): Promise<void> {
    const [packed, archive] = [createReadStream(file), createGunzip()]
    packed.on('error', (error) => archive.destroy(error))
    await bench.unpack(packed.pipe(archive))
  }

  async function confOf(id: ServerId, { settings, upstream }: Kept): Promise<OwnedFile> {
    // Links listen on loopback of this machine, which is another one inside.
    const from = upstream === null ? null : { ...upstream, host: containers.hostName, user: superuser, password: await knowPassword() }
    return { name: `data/${confFile}`, text: serverConf({ id, settings, upstream: from, slot: from === null ? null : slotOf(id), listen: '*' }) }
  }

  async function reach(id: ServerId, upstream: Kept['upstream']): Promise<void> {
    if (upstream === null) read.delete(id)
    else read.set(id, upstream.port)
    await containers.reach([...read.values()])
  }

  const change = (id: ServerId, part: Partial<KeptInContainer>): Promise<void> => turns.take(id, async () => {
    const kept = { ...(await keptOf(id)), ...part }
    const conf = await confOf(id, kept)
    await keepIn(folderOf(id), kept)
    const running = runningServers.get(id)
    if (running === undefined) return
    await reach(id, kept.upstream)
    await running.put(conf)
    await running.reload()
  })

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
    const kept = await keptOf(id)
    const image = await containers.bringImage()
    const volume = `the volume of ${id} in ${await containers.engine()}`
    if (!(await containers.hasVolume(id))) throw damagedServer(id, volume, 'it is not there')
    if (majorOf(image) !== kept.major) throw damagedServer(id, volume, `it is of PostgreSQL ${kept.major}, and ${image.about} is ${image.version}`)
    await reach(id, kept.upstream)
    const server = await launchInContainer(containers, {
      id, image: image.id, wanted: kept.port, conf: await confOf(id, kept), password: await knowPassword(),
      logged: (lines) => sink?.logged(id, lines),
      exited: (how) => exited(id, how),
    })
    if (typeof server === 'string') throw damagedServer(id, volume, server)
    runningServers.set(id, server)
    await turns.take(id, async () => keepIn(folderOf(id), { ...(await keptOf(id)), port: server.port }))
    return { port: server.port }
  }

  function exited(id: ServerId, how: { readonly status: number | null; readonly signal: string | null }): void {
    runningServers.delete(id)
    void reach(id, null).catch(onTrouble)
    if (!expected.delete(id)) sink?.exited(id, how)
  }

  async function stop(id: ServerId, how: 'fast' | 'immediate' | 'kill'): Promise<void> {
    await starting.get(id)?.catch(() => {})
    const server = runningServers.get(id)
    if (server === undefined) return
    if (how !== 'kill') expected.add(id)
    await server.end(how)
  }

  const login = async (id: ServerId) => ({ host: '127.0.0.1', port: requireRunning(id).port, user: superuser, password: await knowPassword(), database: 'postgres', connectionTimeoutMillis: quick.timeoutMs })

  async function sql(id: ServerId, database: string, text: string, values: readonly (string | number | null)[], limits: AskLimits): Promise<Answer> {
    const { host, port, user, password: own } = await login(id)
    return askServer({ host, port }, { user, password: own, database }, text, values, limits)
  }

  async function list(): Promise<readonly ServerFacts[]> {
    const ids = (await readdir(join(place, 'servers')).catch(() => [])).sort()
    return Promise.all(ids.map(async (id): Promise<ServerFacts> => {
      const running = runningServers.get(id)
      const state = running === undefined ? (starting.has(id) ? 'starting' : 'stopped') : running.isFrozen() ? 'frozen' : 'running'
      return { id, state, port: running?.port ?? null, isStandby: (await keptIn(folderOf(id), fresh)).isStandby }
    }))
  }

  return {
    kind: 'docker',
    look: async () => {
      try {
        const [engine, image] = [await containers.engine(), await containers.image()]
        const from = image === null ? 'the image postgres:18, which is fetched first' : image.about
        return { kind: 'ready', version: image?.version ?? '18', about: `PostgreSQL in containers of ${engine}, from ${from}; its data is in volumes there.` }
      } catch (error) {
        return error instanceof PlatformError ? { kind: 'trouble', happened: error.message, fix: error.help } : { kind: 'trouble', happened: String(error), fix: 'Look into engine.log.' }
      }
    },
    connect: (connected) => void (sink = connected),
    recover: async () => {
      if (!existsSync(place)) return []
      const unfinished = (await readdir(place)).filter((name) => name.startsWith('new-'))
      if (unfinished.length === 0 && (await list()).length === 0) return []
      try {
        const ended = await containers.endLeftovers()
        for (const name of unfinished) {
          await containers.removeVolume(name.slice('new-'.length))
          await removeTree(join(place, name))
        }
        return ended
      } catch (error) {
        // Without Docker nothing of it runs here, and what is found when it comes is ended before it is started again.
        if (error instanceof PlatformError && error.code === 'docker-unavailable') return []
        throw error
      }
    },
    list,
    create: async (id, settings) => {
      refuseName(id, existsSync(folderOf(id)))
      await make(id, { ...fresh, settings }, null, fillNew)
    },
    start,
    stop,
    freeze: (id) => requireRunning(id).hold(),
    thaw: async (id) => runningServers.get(id)?.goOn(),
    configure: (id, settings) => change(id, { settings }),
    standby: async (id, { of, via, settings }) => {
      refuseName(id, existsSync(folderOf(id)))
      const from = await login(of)
      await make(id, { ...fresh, settings, upstream: via, isStandby: true }, of, async (bench) => {
        await copyRunning({ login: from, slot: via === null ? null : slotOf(id), files: benchFiles(bench) })
        await bench.put({ name: 'data/standby.signal', text: '' })
      })
    },
    follow: (id, via) => change(id, { upstream: via }),
    release: async (of, id) => {
      if (runningServers.get(of)?.isFrozen() !== false) return
      await releaseSlot(id, (text, values) => sql(of, 'postgres', text, values, quick))
    },
    promote: async (id) => {
      const timeline = await promoteServer(id, await login(id))
      // It takes writes already, and nobody reads any more what it followed.
      void change(id, { upstream: null, isStandby: false }).catch(onTrouble)
      return { timeline }
    },
    remove: async (id) => {
      await stop(id, 'kill')
      await turns.settled(id)
      if (!existsSync(folderOf(id))) return
      await containers.removeVolume(id)
      await removeTree(folderOf(id))
    },
    sizes: async (id) => {
      requireServer(id)
      const running = runningServers.get(id)
      if (running?.isFrozen() === false) return measured(await running.run(measureCommand))
      return containers.onBench({ image: (await containers.bringImage()).id, volume: id }, async (bench) => measured(await bench.run(measureCommand)))
    },
    backup: async (id, file) => {
      const from = await login(id)
      if (existsSync(file)) throw new PlatformError('postgres-data', { path: file, why: 'there is a file already', fix: 'Choose another name.' })
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      return containers.onBench({ image: (await containers.bringImage()).id, volume: null, source: id }, async (bench) => {
        await copyRunning({ login: from, slot: null, files: benchFiles(bench) })
        return packStream(await bench.pack(dataPath), file)
      })
    },
    discard: (file) => rm(file, { force: true }),
    restore: async (id, file, wanted, settings) => {
      refuseName(id, existsSync(folderOf(id)))
      const found = await fingerprint(file).catch((error: Error) => damagedFile(file, error.message))
      if (found.sha256 !== wanted.sha256 || found.bytes !== wanted.bytes) damagedFile(file, 'it is not the file that was written then: its checksum differs')
      await make(id, { ...fresh, settings, isStandby: true }, null, async (bench) => {
        await unpack(bench, file)
        await bench.put({ name: 'data/standby.signal', text: '' })
      })
    },
    sql,
    ask: async (at, who, text, values, limits) => askServer(at, 'user' in who ? who : { ...who, user: superuser, password: await knowPassword() }, text, values, limits),
    close: async () => {
      await Promise.all([...starting.values()].map((work) => work.catch(() => {})))
      await turns.settled()
      await Promise.all([...runningServers.keys()].map((id) => stop(id, 'fast').catch(onTrouble)))
      await containers.close()
    },
  }
}
