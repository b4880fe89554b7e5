// One PostgreSQL server in a container: waits until it takes connections, stops it in the ways of the port.

import { Client } from 'pg'
import type { ServerStop } from '../../engine/ports/postgres-host.ts'
import type { OwnedFile, ServerContainer, ServerContainers, ServerEnd } from '../parts/server-containers.ts'
import { dataPath } from './container-files.ts'

export type ContainerServer = {
  readonly port: number
  isFrozen(): boolean
  hold(): Promise<void>
  goOn(): Promise<void>
  put(file: OwnedFile): Promise<void>
  run(command: readonly string[]): Promise<string>
  reload(): Promise<void>
  end(how: ServerStop): Promise<void>
}

export type ContainerLaunch = {
  readonly id: string
  readonly image: string
  readonly wanted: number | null
  readonly conf: OwnedFile
  readonly password: string
  logged(lines: readonly string[]): void
  /** Once, when it was ready before. */
  exited(how: ServerEnd): void
}

const insidePort = 5432
const readyPollMs = 30
const connectMs = 2000
const readyMs = 120_000
const properEndMs = 20_000
const endMs = 10_000
const keptLines = 40

/** What an earlier run left says that it still runs; there is one container at a time, so it does not. */
const command = ['sh', '-c', `rm -f "$1/postmaster.pid"; exec postgres -D "$1" -p ${insidePort}`, 'dynarium', dataPath] as const

/** A refusal of the program's own is an answer: a sentence. */
export async function launchInContainer(containers: ServerContainers, launch: ContainerLaunch): Promise<ContainerServer | string> {
  const log: string[] = []
  const container = await containers.start({
    id: launch.id, image: launch.image, files: [launch.conf], command, port: insidePort, wanted: launch.wanted,
    logged: (lines) => {
      log.push(...lines)
      log.splice(0, Math.max(0, log.length - keptLines))
      launch.logged(lines)
    },
  })
  let isOver = false
  void container.over.then(() => (isOver = true))
  const until = performance.now() + readyMs
  while (!isOver && !(await answers(container.port, launch.password))) {
    if (performance.now() > until) {
      await container.kill()
      await container.over
      return `it was not ready within ${readyMs / 1000} s`
    }
    await new Promise((soon) => setTimeout(soon, readyPollMs))
  }
  if (isOver) return refusedBy(log)
  void container.over.then(launch.exited)
  return running(container)
}

function running(container: ServerContainer): ContainerServer {
  let isFrozen = false

  async function goOn(): Promise<void> {
    isFrozen = false
    await container.goOn()
  }

  async function end(how: ServerStop): Promise<void> {
    if (how === 'kill') return kill()
    if (isFrozen) await goOn()
    await container.signal(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    if (await isGone(properEndMs)) return
    await container.signal('SIGQUIT')
    if (!(await isGone(endMs))) await kill()
  }

  async function kill(): Promise<void> {
    isFrozen = false
    await container.kill()
    await container.over
  }

  async function isGone(withinMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), withinMs)))
    return Promise.race([container.over.then(() => true), late]).finally(() => clearTimeout(timer))
  }

  return {
    port: container.port, goOn, end, put: container.put, run: container.run,
    isFrozen: () => isFrozen,
    hold: async () => {
      isFrozen = true
      await container.hold()
    },
    reload: () => container.signal('SIGHUP'),
  }
}

/** Docker takes connections for a server that does not listen yet, and breaks them off. */
async function answers(port: number, password: string): Promise<boolean> {
  const client = new Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres', connectionTimeoutMillis: connectMs })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

function refusedBy(log: readonly string[]): string {
  const newest = [...log].reverse()
  const why = newest.find((line) => /^(FATAL|PANIC)/.test(line)) ?? newest.find((line) => line !== '') ?? 'it ended without a word'
  return why.replace(/^(FATAL|PANIC):\s*/, '')
}
