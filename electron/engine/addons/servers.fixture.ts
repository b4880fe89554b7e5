// A platform with Redis, a cache and a mail catcher in its marketplace, on simulated servers, and one app.

import type { CallInput, CallName, CallOutput } from '../../../shared/protocol/calls.ts'
import type { EventOf, EventType } from '../../../shared/protocol/events.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { createMemoryJournal, type MemoryJournal } from '../sim/memory-journal.ts'
import { createWorld, type World, type WorldOptions } from '../sim/world.ts'

export type Shop = World & {
  readonly troubles: unknown[]
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  /** Its code; fails when it is accepted or changes anything. */
  refusal<N extends CallName>(name: N, input: CallInput<N>): Promise<string>
  /** Resolves with its id when it is made, or could not be. */
  create(service: string, options?: Readonly<Record<string, string>>): Promise<string>
  pass(ms: number): Promise<void>
  events<T extends EventType>(...types: T[]): EventOf<T>[]
  /** The engine is gone at this moment; another starts on its journal, with servers of its own. */
  killed(): Promise<Shop>
}

const catalogue = `
title: Servers
version: 1
sources: { here: made for tests }
services:
  - slug: heroku-redis
    title: Redis
    about: A Redis.
    group: data
    nameStem: redis
    firstName: REDIS
    vars: [HEROKU_REDIS_URL]
    multiple: true
    usualPlan: { classic: mini, current: mini }
    plans:
      - { name: mini, title: Mini, eras: [classic, current], limits: { memoryMb: 25, connections: 20 }, asOf: 2026, source: here }
      - { name: premium-0, title: Premium 0, eras: [classic, current], limits: { memoryMb: 50, connections: 40 }, features: [ha, persistence], asOf: 2026, source: here }
      - { name: premium-1, title: Premium 1, eras: [classic, current], limits: { memoryMb: 100, connections: 80 }, features: [ha, persistence], asOf: 2026, source: here }
  - slug: memcachier
    title: Cache
    about: A cache.
    group: data
    nameStem: memcachier
    vars: [MEMCACHIER_SERVERS, MEMCACHIER_USERNAME, MEMCACHIER_PASSWORD]
    usualPlan: { classic: dev, current: dev }
    plans:
      - { name: dev, title: Dev, eras: [classic, current], limits: { memoryMb: 25 }, asOf: 2014-11, source: here }
      - { name: '100', title: 100 MB, eras: [classic, current], limits: { memoryMb: 100 }, asOf: 2014-11, source: here }
      - { name: '250', title: 250 MB, eras: [classic, current], limits: { memoryMb: 250 }, asOf: 2014-11, source: here }
  - slug: mail-catcher
    title: Mail
    about: Mails.
    group: mail
    nameStem: mail
    vars: [MAIL_CATCHER_URL]
    usualPlan: { classic: standard, current: standard }
    plans:
      - { name: standard, title: Standard, eras: [classic, current], limits: { messages: 1000, messageMb: 10 }, asOf: 2026, source: here }
`

export async function openShop(options: Pick<WorldOptions, 'redis'> = {}, journal: MemoryJournal = createMemoryJournal(), seed = 1): Promise<Shop> {
  const troubles: unknown[] = []
  const world = await createWorld({ seed, journal, onBug: (error) => troubles.push(error), addOns: { addOnCatalogue: catalogue }, ...options })
  const { state } = world.engine.kernel

  async function finish<T>(work: Promise<T>): Promise<T> {
    let isOver = false
    const over = (): void => void (isOver = true)
    work.then(over, over)
    await world.clock.runFor(60_000, () => isOver)
    return work
  }

  const call = <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => finish(world.engine.call(name, input, 'ada') as Promise<CallOutput<N>>)

  async function refusal<N extends CallName>(name: N, input: CallInput<N>): Promise<string> {
    const before = state.seq
    const error: unknown = await call(name, input).then(() => null, (reason: unknown) => reason)
    if (!(error instanceof PlatformError)) throw new Error(`${name} was not refused: ${String(error)}`)
    if (state.seq !== before) throw new Error(`${name} was refused and left events behind`)
    return error.code
  }

  const shop: Shop = {
    ...world, troubles, call, refusal,
    create: async (service, given) => {
      const { id } = await call('addons:create', { app: 'shop', service, ...(given === undefined ? {} : { options: { ...given } }) })
      await world.clock.runFor(60_000, () => state.addOns[id]?.state !== 'provisioning')
      await world.clock.advance(500)
      return id
    },
    pass: (ms) => world.clock.advance(ms),
    events: <T extends EventType>(...types: T[]) => journal.read(0, 100_000).filter((event): event is EventOf<T> => (types as string[]).includes(event.type)),
    killed: () => {
      const kept = createMemoryJournal()
      kept.append(journal.read(0, 1_000_000))
      return openShop(options, kept, seed + 1)
    },
  }
  if (Object.keys(state.apps).length === 0) await call('apps:create', { name: 'shop' })
  return shop
}
