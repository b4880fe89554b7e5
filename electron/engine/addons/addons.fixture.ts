// A service for tests of the marketplace: it makes what it is asked for after a second, and can be told to fail. In a catalogue of two
// services like Heroku's Postgres and Memcachier.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import type { CallInput, CallName, CallOutput } from '../../../shared/protocol/calls.ts'
import { createMemoryJournal, type MemoryJournal } from '../sim/memory-journal.ts'
import { createWorld, type World } from '../sim/world.ts'
import type { AddOnDesk, AddOnService, MakeService } from './service.ts'

export const catalogueText = `
title: Two services
version: 1
sources: { here: made for tests }
services:
  - slug: heroku-postgresql
    title: Postgres
    about: A database.
    group: data
    nameStem: postgresql
    firstName: DATABASE
    firstHasColor: true
    vars: [HEROKU_POSTGRESQL_URL]
    multiple: true
    usualPlan: { classic: hobby-dev, current: essential-0 }
    plans:
      - { name: hobby-dev, title: Hobby Dev, eras: [classic], asOf: 2022-11, source: here }
      - { name: essential-0, title: Essential 0, eras: [current], asOf: 2026, source: here }
      - { name: standard-0, title: Standard 0, eras: [classic, current], asOf: 2026, source: here }
  - slug: memcachier
    title: Cache
    about: A cache.
    group: data
    nameStem: memcachier
    vars: [MEMCACHIER_SERVERS, MEMCACHIER_USERNAME]
    sharing: false
    usualPlan: { classic: dev, current: dev }
    plans:
      - { name: dev, title: Dev, eras: [classic, current], asOf: 2014-11, source: here }
`

type Doing = 'provision' | 'changePlan' | 'deprovision' | 'resume'

export type Market = World & {
  readonly desks: readonly AddOnDesk[]
  /** What the services were asked to do, as `verb name`. */
  readonly asked: string[]
  /** The next time they are asked for that they refuse, or break. */
  fail(doing: Doing, how: 'refuse' | 'break' | 'never'): void
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  /** Code of the refusal. Fails when the call is accepted, or leaves events behind. */
  refusal<N extends CallName>(name: N, input: CallInput<N>): Promise<string>
  /** Lets what is under way come to its end. */
  settle(): Promise<void>
  config(app: string): Promise<Readonly<Record<string, string>>>
  events(): PlatformEvent[]
  /** The engine is gone at this moment; another starts on its journal. */
  killed(): Promise<Market>
}

const by = 'ada@localhost'

export async function openMarket(journal: MemoryJournal = createMemoryJournal(), seed = 1, trouble: unknown[] = [], priceBook?: string): Promise<Market> {
  const asked: string[] = []
  const desks: AddOnDesk[] = []
  const failures = new Map<Doing, 'refuse' | 'break' | 'never'>()

  const make = (slug: string, vars: (id: string) => Record<string, string>): MakeService => (desk) => {
    desks.push(desk)
    async function does(doing: Doing, name: string): Promise<void> {
      asked.push(`${doing} ${name}`)
      const how = failures.get(doing)
      failures.delete(doing)
      if (how === 'never') await new Promise(() => undefined)
      await new Promise<void>((resolve) => void desk.kernel.clock.after(1000, resolve))
      if (how === 'refuse') throw new PlatformError('addon-failed', { service: slug, why: 'there is no room', fix: 'Make some.' })
      if (how === 'break') throw new Error('it broke')
    }
    const service: AddOnService = {
      slug,
      provision: async ({ addOn }) => {
        await does('provision', addOn.name)
        return { config: { default: vars(addOn.id) }, message: null }
      },
      changePlan: async ({ addOn, plan }) => {
        await does('changePlan', addOn.name)
        return { message: `It is on ${plan.title} now.` }
      },
      deprovision: (addOn) => does('deprovision', addOn.name),
      resume: (addOn) => does('resume', addOn.name),
    }
    return service
  }

  const world = await createWorld({
    seed, journal, onBug: (error) => trouble.push(error), ...(priceBook === undefined ? {} : { priceBook }),
    addOns: {
      addOnCatalogue: catalogueText,
      addOnServices: [make('heroku-postgresql', (id) => ({ HEROKU_POSTGRESQL_URL: `postgres://${id}` })), make('memcachier', (id) => ({ MEMCACHIER_SERVERS: 'localhost:1', MEMCACHIER_USERNAME: id }))],
    },
  })
  const { state } = world.engine.kernel

  async function finish<T>(work: Promise<T>): Promise<T> {
    let isOver = false
    const over = (): void => void (isOver = true)
    work.then(over, over)
    await world.clock.runFor(60_000, () => isOver)
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

  return {
    ...world, desks, asked, call, refusal,
    fail: (doing, how) => void failures.set(doing, how),
    settle: () => world.clock.advance(10_000),
    config: async (app) => call('config:get', { app }),
    events: () => journal.read(0, 100_000),
    killed: async () => {
      const kept = createMemoryJournal()
      kept.append(journal.read(0, 1_000_000))
      return openMarket(kept, seed + 1, trouble, priceBook)
    },
  }
}
