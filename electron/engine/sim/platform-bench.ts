// A platform room alone, over a journal in memory and virtual time, called the way the engine calls it. For the tests of that room:
// no builds, dynos or routes; a deploy is a slug that appears, and the release command is whatever the test says.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { calls, type CallInput, type CallName, type CallOutput } from '../../../shared/protocol/calls.ts'
import type { Cause, PlatformEvent } from '../../../shared/protocol/events.ts'
import type { App } from '../../../shared/domain/app.ts'
import { createKernel, type Kernel } from '../journal/kernel.ts'
import type { CallContext } from '../journal/room.ts'
import { createMemoryJournal, type MemoryJournal } from './memory-journal.ts'
import { seededIds, seededRandom } from './seeded.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'
import type { ReleaseOutcome, ReleasePhase } from '../platform/releases.ts'
import { createPlatformRoom, type PlatformRoom } from '../platform/room.ts'

export type PlatformBench = {
  readonly kernel: Kernel
  readonly room: PlatformRoom
  readonly clock: VirtualClock
  readonly journal: MemoryJournal
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  /** Code and params of the refusal; fails when the call is accepted or commits anything. */
  refusal<N extends CallName>(name: N, input: CallInput<N>): Promise<{ code: string; message: string; help: string }>
  /** What a build does at its end: a slug, then a release of it. */
  deploy(app: string, processTypes: Record<string, string>, slugId?: string): Promise<ReleaseOutcome>
  app(nameOrId: string): App
  events(): PlatformEvent[]
  types(): string[]
}

export type PlatformBenchOptions = {
  readonly seed?: number
  readonly journal?: MemoryJournal
  readonly runReleasePhase?: ReleasePhase
  readonly hasSlug?: (slugId: string) => boolean
}

export const testCause: Cause = { kind: 'platform', text: 'the test says so' }

export function createPlatformBench(options: PlatformBenchOptions = {}): PlatformBench {
  const random = seededRandom(options.seed ?? 1)
  const journal = options.journal ?? createMemoryJournal()
  const clock = createVirtualClock()
  const kernel = createKernel({ clock, random, ids: seededIds(random), journal, onBug: rethrow })
  const texts = new Map<string, string>()
  const room = createPlatformRoom(kernel, {
    owner: 'owner@example.test',
    hasSlug: options.hasSlug ?? (() => true),
    texts: { keepText: (id, text) => void texts.set(id, (texts.get(id) ?? '') + text), readText: (id) => texts.get(id) ?? '' },
    runReleasePhase: options.runReleasePhase ?? (async () => ({ exitStatus: 0, message: '' })),
  })
  let command = 0

  async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    const handler = room.calls?.[name] as unknown as (args: unknown, context: CallContext) => Promise<CallOutput<N>>
    const args = calls[name].input.parse(input)
    command += 1
    const answer = await handler(args, { by: 'ada@example.test', cause: { kind: 'command', id: `c${command}`, name, by: 'ada@example.test', text: name } })
    await kernel.durable()
    return calls[name].output.parse(answer) as CallOutput<N>
  }

  async function refusal<N extends CallName>(name: N, input: CallInput<N>): Promise<{ code: string; message: string; help: string }> {
    const before = kernel.state.seq
    const error: unknown = await call(name, input).then(() => null, (reason: unknown) => reason)
    if (!(error instanceof PlatformError)) throw new Error(`${name} was not refused: ${String(error)}`)
    if (kernel.state.seq !== before) throw new Error(`${name} was refused and left events behind`)
    return { code: error.code, message: error.message, help: error.help }
  }

  async function deploy(app: string, processTypes: Record<string, string>, slugId = `sha256:${kernel.ids.next()}`): Promise<ReleaseOutcome> {
    const appId = found(app).id
    const slug = { slugId, bytes: 1, files: 1, commit: null, stack: 'heroku-24', language: null, processTypes }
    kernel.commit(testCause, [{ type: 'slug.created', app: appId, data: slug }])
    return room.releases.create({ appId, slugId, description: 'Deploy 1234567', by: 'ada@example.test', buildId: null, cause: testCause })
  }

  function found(nameOrId: string): App {
    const app = kernel.state.apps[nameOrId] ?? Object.values(kernel.state.apps).find(({ name }) => name === nameOrId)
    if (app === undefined) throw new Error(`no app ${nameOrId}`)
    return app
  }

  const events = (): PlatformEvent[] => journal.read(0, journal.lastSeq())
  return { kernel, room, clock, journal, call, refusal, deploy, app: found, events, types: () => events().map(({ type }) => type) }
}

function rethrow(error: unknown): never {
  throw error
}
