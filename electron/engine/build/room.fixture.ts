// A build room over a simulated host, for its tests: one app, sources by name, and releases that need no platform room.

import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { because, createKernel, type Kernel } from '../journal/kernel.ts'
import type { CallContext } from '../journal/room.ts'
import type { Push, PushAnswer } from '../ports/git-host.ts'
import { createMemoryJournal, type MemoryJournal } from '../sim/memory-journal.ts'
import { seededIds, seededRandom } from '../sim/seeded.ts'
import { createSimulatedBuildHost, type Files, type SimulatedBuildHost, type SimulatedBuildOptions } from '../sim/simulated-build-host.ts'
import { createVirtualClock, type VirtualClock } from '../sim/virtual-clock.ts'
import type { ReleaseRequest } from './deps.ts'
import { createBuildRoom, type BuildRoom } from './room.ts'

export type World = {
  readonly kernel: Kernel
  readonly clock: VirtualClock
  readonly journal: MemoryJournal
  readonly host: SimulatedBuildHost
  readonly room: BuildRoom
  readonly texts: Map<string, string>
  readonly releases: ReleaseRequest[]
  /** By commit or folder. */
  readonly sources: Map<string, Files>
  events(): PlatformEvent[]
  types(): string[]
  /** Pushes these files to main, or to `ref`, and waits. */
  push(files: Files, ref?: string): Promise<{ readonly accept: boolean; readonly said: string }>
  finish<T>(work: Promise<T>): Promise<T>
}

export type WorldOptions = Partial<SimulatedBuildOptions> & {
  /** Message of a release command that fails. */
  readonly releaseFails?: string
  readonly releaseSays?: string
  readonly journal?: MemoryJournal
}

export const appId = 'app-1'
export const context: CallContext = { by: 'ada@example.test', cause: { kind: 'command', id: 'c1', name: 'builds:create', by: 'ada@example.test', text: 'builds:create -a hello' } }
export const nodeApp: Files = { 'package.json': '{"scripts":{"start":"node web.js"}}', 'package-lock.json': '{}', 'web.js': '1', 'Procfile': 'web: node web.js\nworker: node worker.js\n' }
const anHour = 3_600_000

export function createWorld(options: WorldOptions = {}): World {
  const clock = createVirtualClock()
  const journal = options.journal ?? createMemoryJournal()
  const random = seededRandom(7)
  const kernel = createKernel({ clock, random, ids: seededIds(random), journal, onBug: (error) => { throw error } })
  const sources = new Map<string, Files>()
  const texts = new Map<string, string>()
  const releases: ReleaseRequest[] = []
  const host = createSimulatedBuildHost({ clock, source: ({ source }) => sources.get(source.kind === 'git' ? source.commit : source.kind === 'folder' ? source.path : source.name) ?? null, ...options })
  const room = createBuildRoom(kernel, {
    host, platform: 'linux', samples: [{ id: 'node', title: 'Hello', language: 'Node.js', blurb: 'b', badTwinOf: null, folder: '/samples/node' }],
    keepText: (id, text) => void texts.set(id, (texts.get(id) ?? '') + text), readText: (id) => texts.get(id) ?? '',
    onTrouble: (error) => { throw error }, wordsOnBranch: () => '',
    uploadPath: (id) => (id === 'up-1' ? '/uploads/up-1' : null), appUrl: (name) => `http://${name}.localhost:7080/`, release,
  })
  if (kernel.state.apps[appId] === undefined) kernel.commit(context.cause, [{ type: 'app.created', app: appId, data: { name: 'hello', owner: 'ada@example.test', stack: 'heroku-24' } }])

  async function release(request: ReleaseRequest): Promise<{ version: number; outcome: 'succeeded' | 'failed'; message: string }> {
    releases.push(request)
    const version = (kernel.state.apps[appId]?.lastVersion ?? 0) + 1
    const { slugId, description, by, buildId } = request
    const [created] = kernel.commit(request.cause, [{ type: 'release.created', app: appId, data: { releaseId: kernel.ids.next(), version, slugId, config: {}, description, by, buildId } }])
    await kernel.durable()
    if (options.releaseSays !== undefined) request.say(options.releaseSays)
    const message = options.releaseFails ?? ''
    const failed = options.releaseFails !== undefined
    kernel.commit(because(created ?? { seq: 0 }), [failed ? { type: 'release.failed', app: appId, data: { version, exitStatus: 1, message } } : { type: 'release.succeeded', app: appId, data: { version } }])
    return { version, outcome: failed ? 'failed' : 'succeeded', message }
  }

  async function finish<T>(work: Promise<T>): Promise<T> {
    let done = false
    const end = (): void => void (done = true)
    work.then(end, end)
    await clock.runFor(anHour, () => done)
    return work
  }

  async function push(files: Files, ref = 'refs/heads/main'): Promise<{ accept: boolean; said: string }> {
    let said = ''
    const { accept } = await finish<PushAnswer>(room.pushHandler.receive([pushOf(sources, files, ref)], (text) => (said += text), () => {}))
    return { accept, said }
  }

  const events = (): PlatformEvent[] => journal.read(0, 10_000)
  return { kernel, clock, journal, host, room, texts, releases, sources, events, types: () => events().map(({ type }) => type), push, finish }
}

/** The files as a commit of their own. */
export function pushOf(sources: Map<string, Files>, files: Files, ref = 'refs/heads/main'): Push {
  const commit = (sources.size + 1).toString(16).repeat(40).slice(0, 40)
  sources.set(commit, files)
  return { appName: 'hello', ref, oldCommit: '0'.repeat(40), newCommit: commit, subject: 'First', handle: 'quarantine-1', by: 'ada@example.test' }
}
