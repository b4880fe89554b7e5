// A simulated platform with one app of three web dynos and a worker, for the tests of this room.

import { expect } from 'vitest'
import type { Dyno } from '../../../shared/domain/dyno.ts'
import type { Lease, Receipt } from '../../../shared/domain/fault.ts'
import type { CallInput, CallName, CallOutput } from '../../../shared/protocol/calls.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import type { DynoSpec } from '../ports/dyno-runtime.ts'
import { createMemoryJournal, type MemoryJournal } from '../sim/memory-journal.ts'
import { createWorld, type World, type WorldOptions } from '../sim/world.ts'

const by = 'ada@example.test'
export const shopFiles = { 'package.json': '{"name":"x"}', 'package-lock.json': '{}', 'server.js': 'serve()', Procfile: 'web: node server.js\nworker: node worker.js\n' }

export type Shop = World & {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  /** Starts a fault, lets it settle, and answers its lease's id. */
  start(input: CallInput<'faults:start'>): Promise<string>
  web(): Dyno[]
  /** How the newest dyno of that name was started. */
  started(name: string): DynoSpec
  /** The engine is gone at this moment; another starts on its journal. */
  killed(): Promise<Shop>
  named(name: string): Dyno
  leases(): Lease[]
  receipt(leaseId: string): Receipt
  events(): PlatformEvent[]
  /** Types of the chain of causes, the event first. */
  chain(seq: number): Promise<string[]>
}

export async function shop(options: Partial<WorldOptions> = {}, quantity = 3): Promise<Shop> {
  const specs: DynoSpec[] = []
  const world = await createWorld(recording({ seed: 1, ...options }, specs))
  await world.engine.call('apps:create', { name: 'shop' }, by)
  const push = world.push('shop', shopFiles)
  await world.clock.advance(60_000)
  expect((await push).accepted).toBe(true)
  await world.engine.call('ps:scale', { app: 'shop', changes: [{ type: 'web', quantity }, { type: 'worker', quantity: 1 }] }, by)
  await world.clock.advance(60_000)
  return at(world, specs)
}

/** Each start of a dyno goes through its behaviour, so that is where they are seen. */
function recording(options: WorldOptions, specs: DynoSpec[]): WorldOptions {
  return {
    ...options,
    behave: (spec) => {
      specs.push(spec)
      return options.behave?.(spec) ?? {}
    },
  }
}

async function restarted(journal: MemoryJournal): Promise<Shop> {
  const kept = createMemoryJournal()
  kept.append(journal.read(0, 1_000_000))
  const specs: DynoSpec[] = []
  return at(await createWorld(recording({ seed: 2, journal: kept }, specs)), specs)
}

function at(world: World, specs: readonly DynoSpec[]): Shop {
  const { state } = world.engine.kernel
  const call = async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => (await world.engine.call(name, input, by)) as CallOutput<N>
  const web = (): Dyno[] => Object.values(state.dynos).filter((dyno) => dyno.type === 'web' && dyno.stopping === null).sort((a, b) => a.number - b.number)
  return {
    ...world,
    call,
    start: async (input) => {
      const { leaseId } = await call('faults:start', input)
      await world.clock.advance(0)
      return leaseId
    },
    web,
    started: (name) => {
      const found = specs.filter((spec) => spec.name === name).at(-1)
      expect(found, name).toBeDefined()
      return found as DynoSpec
    },
    killed: () => restarted(world.journal),
    named: (name) => {
      const found = Object.values(state.dynos).filter((dyno) => dyno.name === name && dyno.stopping === null)
      expect(found, name).toHaveLength(1)
      return found[0] as Dyno
    },
    leases: () => Object.values(state.leases),
    receipt: (leaseId) => {
      const found = state.receipts.find((receipt) => receipt.leaseId === leaseId)
      expect(found).toBeDefined()
      return found as Receipt
    },
    events: () => world.journal.read(0, 1_000_000),
    chain: async (seq) => ((await call('events:why', { seq })).events as PlatformEvent[]).map(({ type }) => type),
  }
}

export const webOf = (app = 'shop') => ({ kind: 'type', app, type: 'web' }) as const
export const dynosNamed = (...dynos: string[]) => ({ kind: 'dynos', app: 'shop', dynos }) as const
