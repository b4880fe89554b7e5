// A pipeline in a simulated world, for its tests: shop-dev, shop-staging and shop-prod, with code pushed to staging where it is asked for.

import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { App } from '../../../shared/domain/app.ts'
import type { CallInput, CallName, CallOutput } from '../../../shared/protocol/calls.ts'
import type { DynoSpec } from '../ports/dyno-runtime.ts'
import type { MemoryJournal } from '../sim/memory-journal.ts'
import type { Files } from '../sim/simulated-build-host.ts'
import { createWorld, type World, type WorldOptions } from '../sim/world.ts'

export const code: Files = { 'package.json': '{"name":"x"}', 'package-lock.json': '{}', 'server.js': 'serve()', 'Procfile': 'web: node server.js\n' }
export const withRelease: Files = { ...code, Procfile: 'web: node server.js\nrelease: node migrate.js\n' }

export type Shop = {
  readonly world: World
  /** Any call, with the clock moved on until it has answered. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  /** Code of the refusal. Fails when the call is accepted, or leaves events behind. */
  refusal<N extends CallName>(name: N, input: CallInput<N>): Promise<string>
  /** A commit on top of `parent`, pushed. */
  push(app: string, files: Files, more?: { branch?: string; parent?: string | null; subject?: string }): Promise<{ commit: string; accepted: boolean; text: string }>
  app(name: string): App
  slugOf(name: string): string | null
  events(): PlatformEvent[]
  /** Moves the clock on until it holds. */
  until(holds: () => boolean): Promise<void>
}

export type ShopOptions = {
  readonly journal?: MemoryJournal
  /** Exit status of a one-off or release dyno. */
  readonly exits?: (spec: DynoSpec) => number
  readonly seed?: number
  readonly addOns?: WorldOptions['addOns']
  readonly partners?: WorldOptions['partners']
}

const by = 'ada@localhost'
const anHour = 3_600_000

export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const world = await createWorld({
    seed: options.seed ?? 1, ...(options.journal === undefined ? {} : { journal: options.journal }), ...(options.addOns === undefined ? {} : { addOns: options.addOns }), ...(options.partners === undefined ? {} : { partners: options.partners }),
    behave: (spec) => (spec.kind === 'formation' ? {} : { exitAfterMs: 2000, exitStatus: options.exits?.(spec) ?? 0 }),
  })
  const { state } = world.engine.kernel

  async function finish<T>(work: Promise<T>): Promise<T> {
    let isOver = false
    const over = (): void => void (isOver = true)
    work.then(over, over)
    await world.clock.runFor(anHour, () => isOver)
    return work
  }

  const call = <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => finish(world.engine.call(name, input, by) as Promise<CallOutput<N>>)

  async function refusal<N extends CallName>(name: N, input: CallInput<N>): Promise<string> {
    const before = state.seq
    const error: unknown = await call(name, input).then(() => null, (reason: unknown) => reason)
    if (!(error instanceof PlatformError)) throw new Error(`${name} was not refused: ${String(error)}`)
    if (state.seq !== before) throw new Error(`${name} was refused and left events behind`)
    return error.code
  }

  async function push(name: string, files: Files, { branch = 'main', parent = null, subject = 'Sell tea' }: { branch?: string; parent?: string | null; subject?: string } = {}): Promise<{ commit: string; accepted: boolean; text: string }> {
    const commit = world.git.commit({ files, parent, subject })
    return { commit, ...(await finish(world.git.push(name, branch, commit))) }
  }

  async function until(holds: () => boolean): Promise<void> {
    if (!(await world.clock.runFor(anHour, holds))) throw new Error('that did not come about within an hour')
  }

  function app(name: string): App {
    const found = Object.values(state.apps).find((one) => one.name === name)
    if (found === undefined) throw new Error(`no app ${name}`)
    return found
  }

  function slugOf(name: string): string | null {
    const { id, currentVersion } = app(name)
    return state.releases[id]?.find(({ version }) => version === currentVersion)?.slugId ?? null
  }

  if (Object.keys(state.apps).length === 0) {
    for (const name of ['shop-dev', 'shop-staging', 'shop-prod']) await call('apps:create', { name })
    await call('pipelines:create', { name: 'shop', app: 'shop-staging' })
    for (const name of ['shop-dev', 'shop-prod']) await call('pipelines:add', { pipeline: 'shop', app: name })
  }
  return { world, call, refusal, push, app, slugOf, until, events: () => world.journal.read(0, 1_000_000) }
}
