// The dynos room alone on simulated ports, for its tests.

import { expect } from 'vitest'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import type { LogDraft } from '../../../shared/domain/log.ts'
import type { EventDraft, PlatformEvent } from '../../../shared/protocol/events.ts'
import { createKernel } from '../journal/kernel.ts'
import type { DynoSpec } from '../ports/dyno-runtime.ts'
import { createMemoryJournal, type MemoryJournal } from '../sim/memory-journal.ts'
import { seededIds, seededRandom } from '../sim/seeded.ts'
import { createSimulatedRuntime, type Behaviour } from '../sim/simulated-runtime.ts'
import { createVirtualClock } from '../sim/virtual-clock.ts'
import { createDynosRoom } from './room.ts'
import type { ShellDeps } from './shells.ts'

export const minute = 60_000
export const app = 'app-1'
export const testCause = { kind: 'platform', text: 'the test' } as const

export type World = ReturnType<typeof world>

export function world(behave: (spec: DynoSpec) => Partial<Behaviour> = () => ({}), journal: MemoryJournal = createMemoryJournal(), shells?: ShellDeps) {
  const clock = createVirtualClock()
  const random = seededRandom(7)
  const logs: LogDraft[] = []
  const bugs: unknown[] = []
  let lastRequest: number | null = null
  const kernel = createKernel({ clock, random, ids: seededIds(random), journal, onBug: (error) => bugs.push(error) })
  const runtime = createSimulatedRuntime(clock, random, behave)
  const room = createDynosRoom(kernel, { ...(shells === undefined ? {} : { shells }), runtime, writeLog: (drafts) => logs.push(...drafts), sample: () => {}, lastWebRequestAt: () => lastRequest })
  /** One that is slow lets go of no dyno by itself. */
  const router = { isSlow: false }
  kernel.on('dyno.stopping', ({ data }) => {
    if (!router.isSlow) room.drained(data.dynoId)
  })
  runtime.connect({ observed: room.observed, output: room.output })
  const commit = (...drafts: EventDraft[]) => kernel.commit(testCause, drafts)
  const calls = room.calls as Record<string, (args: never, context: object) => { seq: number; dynoId?: string }>
  const call = (name: 'ps:restart' | 'ps:stop' | 'run:start', args: never) =>
    calls[name]?.(args, { by: 'me', cause: { kind: 'command', id: 'c', name, by: 'me', text: name } }) ?? { seq: 0 }
  const named = (name: string): Dyno[] => Object.values(kernel.state.dynos).filter((dyno) => dyno.name === name)
  const only = (name: string): Dyno => {
    const found = named(name).filter((dyno) => dyno.stopping === null)
    expect(found).toHaveLength(1)
    return found[0] as Dyno
  }
  const events = (): PlatformEvent[] => journal.read(0, 100_000)
  return { clock, kernel, runtime, room, router, commit, call, named, only, events, logs, bugs, journal, request: () => (lastRequest = clock.now()) }
}

export async function deploy(at: World, version = 3, options: { processTypes?: Record<string, string>; language?: string } = {}): Promise<void> {
  const slugId = `slug-${version}`
  if (at.kernel.state.apps[app] === undefined) at.commit({ type: 'app.created', app, data: { name: 'demo', owner: 'me', stack: 'heroku-24' } })
  at.commit(
    { type: 'slug.created', app, data: { slugId, bytes: 1, files: 1, commit: 'abc', stack: 'heroku-24', language: options.language ?? 'Node.js', processTypes: options.processTypes ?? { web: 'node server.js', worker: 'node worker.js' } } },
    { type: 'release.created', app, data: { releaseId: `r${version}`, version, slugId, config: { GREETING: `v${version}` }, description: 'Deploy abc', by: 'me', buildId: null } },
    { type: 'release.succeeded', app, data: { version } },
  )
  await at.clock.advance(0)
}

export async function scale(at: World, type: string, quantity: number, size = 'standard-1x'): Promise<void> {
  at.commit({ type: 'formation.changed', app, data: { changes: { [type]: { quantity, size } } } })
  await at.clock.advance(0)
}

export async function running(behave?: (spec: DynoSpec) => Partial<Behaviour>, quantity = 1): Promise<World> {
  const at = world(behave)
  await deploy(at)
  await scale(at, 'web', quantity)
  await at.clock.advance(5000)
  return at
}
