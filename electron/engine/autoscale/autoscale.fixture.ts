// A simulated world with an app whose web dynos work on one request at a time, a second each: one request a second is what a dyno can do.

import type { Autoscale } from '../../../shared/domain/autoscale.ts'
import type { TrafficShape } from '../../../shared/domain/traffic.ts'
import type { CallInput, CallName, CallOutput } from '../../../shared/protocol/calls.ts'
import type { EventOf, EventType, PlatformEvent } from '../../../shared/protocol/events.ts'
import { createWorld, type World, type WorldOptions } from '../sim/world.ts'

const files = { 'package.json': '{"engines":{"node":"20"}}', 'package-lock.json': '{}', Procfile: 'web: node web.js\nworker: node worker.js\n' }
const minute = 60_000
/** Apps of Java may boot for so long; so may these. */
const javaBootMs = 90_000

export type Shop = {
  readonly world: World
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  traffic(rate: number, shape?: TrafficShape): Promise<void>
  quiet(): Promise<void>
  minutes(count: number): Promise<void>
  quantity(): number
  autoscale(): Autoscale
  events<T extends EventType>(type: T): EventOf<T>[]
  all(): PlatformEvent[]
  /** Decisions that stepped, oldest first. */
  steps(): EventOf<'autoscale.decided'>[]
}

export async function openShop(options: Partial<WorldOptions> & { readonly bootMs?: number; readonly serviceMs?: number; readonly size?: string } = {}): Promise<Shop> {
  const { bootMs = 5000, serviceMs = 1000, size = 'performance-m' } = options
  const world = await createWorld({ seed: 5, model: () => ({ capacity: 1, serviceMs: () => serviceMs }), behave: () => ({ bootMs }), limits: { dynoLimits: { bootMs: javaBootMs } }, ...options })
  const { clock, engine } = world
  const call = async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => (await engine.call(name, input, 'ada@localhost')) as CallOutput<N>
  await call('apps:create', { name: 'shop' })
  const pushed = world.push('shop', files)
  await clock.runFor(10 * minute, () => Object.values(engine.kernel.state.dynos).some(({ state, type }) => type === 'web' && state.kind === 'up'))
  if (!(await pushed).accepted) throw new Error('the app was not deployed')
  await call('ps:scale', { app: 'shop', changes: [{ type: 'web', size }] })
  await clock.advance(2 * bootMs + 40_000)
  const shop = () => {
    const app = Object.values(engine.kernel.state.apps)[0]
    if (app === undefined) throw new Error('there is no app')
    return app
  }
  const all = (): PlatformEvent[] => [...engine.kernel.journal.read(0, 1_000_000)]
  const events = <T extends EventType>(type: T): EventOf<T>[] => all().filter((event): event is EventOf<T> => event.type === type)
  return {
    world, call, all, events,
    traffic: async (rate, shape = { kind: 'steady' }) => void (await call('traffic:start', { app: 'shop', plan: { rate, shape, paths: [{ path: '/', weight: 1 }], seconds: null } })),
    quiet: async () => void (await call('traffic:stop', { app: 'shop' })),
    minutes: (count) => clock.advance(count * minute),
    quantity: () => shop().formation['web']?.quantity ?? 0,
    autoscale: () => {
      const { autoscale } = shop()
      if (autoscale === undefined) throw new Error('it was never turned on')
      return autoscale
    },
    steps: () => events('autoscale.decided').filter(({ data }) => data.act !== 'kept'),
  }
}
