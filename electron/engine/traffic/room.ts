// Traffic: requests that Dynarium sends to an app by a plan, so that there is something to see, and single visits. Heroku has no such
// thing; people use `curl` and load testers. A generator is a fact of the journal while it runs; its seconds are kept in memory.

import type { App, AppId } from '../../../shared/domain/app.ts'
import type { TrafficSecond } from '../../../shared/domain/traffic.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallArgs } from '../../../shared/protocol/calls.ts'
import type { Cause, EventData } from '../../../shared/protocol/events.ts'
import type { CallContext, Room } from '../journal/room.ts'
import type { Kernel } from '../journal/kernel.ts'
import { requireApp } from '../platform/require-app.ts'
import type { TrafficSink, TrafficSource } from '../ports/traffic-source.ts'
import { createTrafficSeconds } from './seconds.ts'

export type TrafficDeps = {
  readonly source: TrafficSource
  /** For the Host header. */
  hostOf(appName: string): string
}

export type TrafficRoom = Room & { readonly sink: TrafficSink }

type Total = { sent: number; missed: number }

export function createTrafficRoom(kernel: Kernel, { source, hostOf }: TrafficDeps): TrafficRoom {
  const seconds = createTrafficSeconds(kernel)
  const totals = new Map<AppId, Total>()

  kernel.on('traffic.started', ({ app: appId, seq, data }) => {
    const app = appId === null ? undefined : kernel.state.apps[appId]
    // It may have been stopped, or replaced, in the same breath.
    if (app !== undefined && kernel.state.traffic[app.id]?.seq === seq) source.start({ appId: app.id, host: hostOf(app.name), plan: data.plan })
  })
  kernel.on('app.renamed', ({ app, data }) => {
    if (app !== null && kernel.state.traffic[app] !== undefined) source.move(app, hostOf(data.to))
  })
  kernel.on('app.destroyed', ({ app }) => {
    if (app === null) return
    totals.delete(app)
    seconds.forget(app)
    void source.stop(app)
  })

  async function start({ app: name, plan }: CallArgs<'traffic:start'>, { by, cause }: CallContext): Promise<{ seq: number }> {
    const { id } = requireApp(kernel.state, name)
    // What runs already has told all it sent before the new one begins.
    if (kernel.state.traffic[id] !== undefined) await source.stop(id)
    // It may have been destroyed meanwhile.
    requireApp(kernel.state, id)
    totals.set(id, { sent: 0, missed: 0 })
    kernel.commit(cause, [{ type: 'traffic.started', app: id, data: { plan, by } }])
    return { seq: kernel.state.seq }
  }

  async function stop({ app: name }: CallArgs<'traffic:stop'>, { cause }: CallContext): Promise<{ seq: number }> {
    const app = requireApp(kernel.state, name)
    const run = kernel.state.traffic[app.id]
    if (run === undefined) throw notRunning(app)
    await source.stop(app.id)
    if (kernel.state.traffic[app.id]?.seq === run.seq) commitStopped(app.id, 'asked', cause)
    return { seq: kernel.state.seq }
  }

  function over(appId: AppId, how: 'done' | 'lost'): void {
    const run = kernel.state.traffic[appId]
    if (run === undefined) return
    if (how === 'done') commitStopped(appId, 'over', { kind: 'event', seq: run.seq })
    else commitStopped(appId, 'lost', { kind: 'observed', text: 'the traffic generator broke' })
  }

  function commitStopped(appId: AppId, why: EventData<'traffic.stopped'>['why'], cause: Cause): void {
    const { sent, missed } = totals.get(appId) ?? { sent: 0, missed: 0 }
    totals.delete(appId)
    kernel.commit(cause, [{ type: 'traffic.stopped', app: appId, data: { why, sent, missed } }])
  }

  function second(appId: AppId, told: TrafficSecond): void {
    if (kernel.state.apps[appId] === undefined) return
    const total = totals.get(appId)
    if (total !== undefined) {
      total.sent += told.sent
      total.missed += told.missed
    }
    seconds.add(appId, told)
  }

  return {
    sink: { second, over },
    calls: {
      'traffic:start': start,
      'traffic:stop': stop,
      'traffic:visit': ({ app, path }) => source.visit(hostOf(requireApp(kernel.state, app).name), path),
    },
    streams: { traffic: seconds.open },
    stop: async () => {
      seconds.end()
      await source.close()
    },
  }
}

const notRunning = (app: App): PlatformError => new PlatformError('traffic-not-running', { app: app.name })
