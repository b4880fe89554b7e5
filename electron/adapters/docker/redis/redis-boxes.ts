// The RedisBoxes on Docker. A container is held by the end of its input: when that breaks off because the engine is gone, the server is asked to
// stop in order. It runs as a user without rights, and its volume is that user's.

import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import type Docker from 'dockerode'
import type { Container, ContainerCreateOptions } from 'dockerode'
import { Header } from 'tar'
import { boxConfig, boxData, boxPort, type RedisBox, type RedisBoxes, type RedisBoxOrder } from '../../parts/redis-boxes.ts'
import type { Connection } from '../connect.ts'
import { endOfContainer } from '../container-end.ts'
import { statusOf, wordsOf } from '../docker-error.ts'
import { publishedPort } from '../docker-dyno.ts'
import { filterOf, labelNames, labelsOf, type Owner } from '../labels.ts'
import { runInside } from '../run-inside.ts'
import { within } from '../within.ts'
import { findRedisImage } from './redis-image.ts'

export type RedisBoxesOptions = {
  readonly dataDir: string
  /** Of this run of the engine. */
  readonly sessionId: string
  /** Only this one. */
  readonly image?: string
  /** Looked for whenever it is needed; it may come later, or never. */
  connection(): Promise<Connection>
}

const mb = 1024 * 1024
const [stopMs, maxProcesses, removeRounds, pollMs] = [10_000, 100, 100, 50]
/** Writing the file anew takes a copy of what changes meanwhile, at most of all. */
const memoryFor = (bytes: number): number => bytes * 2 + 128 * mb
const user = { uid: 999, gid: 999 } as const
const signals: Readonly<Record<number, string>> = { 134: 'SIGABRT', 137: 'SIGKILL', 139: 'SIGSEGV', 143: 'SIGTERM' }

/** The server takes the shell's place, so it is the first process. A write for which there is no room must not end it. */
const script = `trap '' XFSZ
exec 6<&0 </dev/null
{ cat <&6 >/dev/null; kill -TERM 1; } &
exec 6<&-
if command -v valkey-server >/dev/null; then exec valkey-server "$@"; fi
exec redis-server "$@"`

export function createRedisBoxes(options: RedisBoxesOptions): RedisBoxes {
  mkdirSync(options.dataDir, { recursive: true })
  const data = realpathSync(options.dataDir)
  const owner: Owner = { data, session: options.sessionId }
  const mark = createHash('sha256').update(data).digest('hex').slice(0, 8)
  const nameOf = (id: string): string => `dynarium-${mark}-redis-${id}`

  async function ask<T>(work: (docker: Docker) => Promise<T>): Promise<T> {
    const { docker, report } = await options.connection()
    if (docker === null) throw new Error(`${report.happened} ${report.fix}`)
    return work(docker).catch((error: unknown) => {
      throw new Error(wordsOf(error), { cause: error })
    })
  }

  async function start(docker: Docker, order: RedisBoxOrder): Promise<RedisBox> {
    const name = nameOf(order.id)
    await endLeftOver(docker, order.id)
    // A plan without persistence begins empty, whatever an earlier plan left.
    if (!order.persists) await removeVolume(docker, name)
    else await docker.createVolume({ Name: name, Labels: labelsOf(owner, { redis: order.id }) })
    const container = await docker.createContainer(optionsOf(order, name))
    try {
      await container.putArchive(filesOf(order.config), { path: '/' })
      return await run(docker, container, order)
    } catch (error) {
      await container.remove({ force: true, v: true }).catch(() => {})
      throw error
    }
  }

  function optionsOf(order: RedisBoxOrder, name: string): ContainerCreateOptions {
    const port = `${boxPort}/tcp`
    return {
      name, Image: order.image, Entrypoint: [], Cmd: ['/bin/sh', '-c', script, 'dynarium', boxConfig], User: `${user.uid}:${user.gid}`, WorkingDir: '/', Labels: labelsOf(owner, { redis: order.id }),
      AttachStdin: true, AttachStdout: true, AttachStderr: true, OpenStdin: true, StdinOnce: true, StopSignal: 'SIGKILL', Healthcheck: { Test: ['NONE'] }, ExposedPorts: { [port]: {} },
      HostConfig: {
        Mounts: order.persists ? [{ Type: 'volume', Source: name, Target: boxData }] : [], PortBindings: { [port]: [{ HostIp: '127.0.0.1', HostPort: '' }] },
        Memory: memoryFor(order.memoryBytes), MemorySwap: memoryFor(order.memoryBytes), PidsLimit: maxProcesses, CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges'],
        LogConfig: { Type: 'none', Config: {} }, RestartPolicy: { Name: 'no' },
      },
    }
  }

  /** Of an engine that was killed: it stops by itself, but a new engine may be faster, and one that was held still does not. */
  async function endLeftOver(docker: Docker, id: string): Promise<void> {
    for (const { Id, State } of await docker.listContainers({ all: true, filters: { label: [...filterOf(data).label, `${labelNames.redis}=${id}`] } })) {
      const container = docker.getContainer(Id)
      if (State === 'running' || State === 'paused') await stopInOrder(container, endOfContainer(docker, Id))
      await removed(container)
    }
  }

  return {
    look: async () => {
      try {
        const { docker, report } = await options.connection()
        return docker === null ? { kind: 'trouble', happened: report.happened, fix: report.fix } : await findRedisImage(docker, options.image)
      } catch (error) {
        return { kind: 'trouble', happened: `Docker did not say which images it has: ${wordsOf(error)}`, fix: 'Try again.' }
      }
    },
    start: (order) => ask((docker) => start(docker, order)),
    remove: async (id) => {
      const { docker } = await options.connection()
      if (docker === null) return
      await endLeftOver(docker, id)
      await removeVolume(docker, nameOf(id))
    },
  }
}

async function run(docker: Docker, container: Container, order: RedisBoxOrder): Promise<RedisBox> {
  const held = (await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true })) as Duplex
  held.on('error', () => {})
  held.resume()
  await container.start()
  const over = endOfContainer(docker, container.id)
  over.catch(() => {})
  const port = publishedPort(await container.inspect(), boxPort)
  const gone = over.then((status) => signals[status] ?? `exit status ${status}`, (error: unknown) => wordsOf(error)).then(async (how) => {
    held.destroy()
    await container.remove({ force: true, v: true }).catch(() => {})
    order.ended(how)
  })
  return {
    port,
    kill: async () => {
      await container.kill({ signal: 'SIGKILL' }).catch(ignoreGone)
      await gone
    },
    freeze: () => container.pause(),
    thaw: () => container.unpause(),
    stop: async () => {
      await stopInOrder(container, over)
      await gone
    },
    run: (command) => runInside(docker, container, command),
  }
}

async function stopInOrder(container: Container, over: Promise<unknown>): Promise<void> {
  over.catch(() => {})
  await container.unpause().catch(() => {})
  await container.kill({ signal: 'SIGTERM' }).catch(ignoreGone)
  await within(stopMs, over).catch(() => container.kill({ signal: 'SIGKILL' }).catch(ignoreGone))
}

/** Resolves when it is gone: somebody else may be removing it at this moment. */
async function removed(container: Container): Promise<void> {
  for (let round = 1; ; round += 1) {
    const status = await container.remove({ force: true, v: true }).then(() => 404, statusOf)
    if (status === 404) return
    if (status !== 409 || round === removeRounds) throw new Error('What an earlier engine left of this Redis in Docker could not be removed. Try again.')
    await new Promise((later) => setTimeout(later, pollMs))
  }
}

/** The folder for its data, and its configuration, the user's own. */
function filesOf(config: string): Buffer {
  const bytes = Buffer.from(config)
  const blockBytes = 512
  const header = (path: string, type: 'File' | 'Directory', size: number): Buffer => {
    const block = Buffer.alloc(blockBytes)
    new Header({ path, type, size, mode: type === 'File' ? 0o600 : 0o700, mtime: new Date(0), ...user }).encode(block, 0)
    return block
  }
  const padding = Buffer.alloc((blockBytes - (bytes.length % blockBytes)) % blockBytes)
  return Buffer.concat([header(`${boxData.slice(1, -'/data'.length)}/`, 'Directory', 0), header(`${boxData.slice(1)}/`, 'Directory', 0), header(boxConfig.slice(1), 'File', bytes.length), bytes, padding, Buffer.alloc(2 * blockBytes)])
}

async function removeVolume(docker: Docker, name: string): Promise<void> {
  await docker.getVolume(name).remove().catch(ignoreGone)
}

/** It is gone, or does not run any more. */
function ignoreGone(error: unknown): void {
  if (statusOf(error) !== 404 && statusOf(error) !== 409) throw error
}
