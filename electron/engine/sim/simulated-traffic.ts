// Traffic without sockets, on the engine's clock and chance: the same generators as the real source's, and requests through a model
// of router and dynos. It ships: demos, lessons and the headless host's simulated runtime have their traffic from it. Simplified:
// a visitor never gives up, as the router's own limits end every request within 105 s.

import { createGenerator, type Generator } from '../../../shared/traffic/generator.ts'
import type { TrafficOrder, TrafficSink, TrafficSource } from '../ports/traffic-source.ts'
import { createSimulatedRequests, type SimulatedWeb } from './simulated-requests.ts'

type Run = { readonly generator: Generator; host: string }

export function createSimulatedTraffic(web: SimulatedWeb): TrafficSource {
  const { clock, random } = web
  const requests = createSimulatedRequests(web)
  const runs = new Map<string, Run>()
  let sink: TrafficSink | null = null

  function start({ appId, host, plan }: TrafficOrder): void {
    end(appId)
    const run: Run = {
      host,
      generator: createGenerator({
        plan, now: clock.now, after: clock.after, random: random.next,
        send: (path, done) => requests.send(run.host, path, ({ status }) => done(status !== null && status < 500)),
        tell: (second) => sink?.second(appId, second),
        ended: () => {
          if (runs.get(appId) !== run) return
          runs.delete(appId)
          sink?.over(appId, 'done')
        },
      }),
    }
    runs.set(appId, run)
  }

  function end(appId: string): void {
    const run = runs.get(appId)
    runs.delete(appId)
    run?.generator.stop()
  }

  return {
    connect: (given) => {
      sink = given
    },
    start,
    move: (appId, host) => {
      const run = runs.get(appId)
      if (run !== undefined) run.host = host
    },
    stop: (appId) => {
      end(appId)
      return Promise.resolve()
    },
    visit: (host, path) =>
      new Promise((resolve) => {
        requests.send(host, path, ({ status, totalMs, requestId, dyno }) => resolve({ status, totalMs, requestId, text: dyno === null ? 'The router answered.' : `A simulated answer of ${dyno}.`, problem: null }))
      }),
    misbehave: () => Promise.resolve({ status: null, totalMs: 0, requestId: null, text: '', problem: 'Simulated visitors have no manners, good or bad: this needs real sockets.' }),
    close: () => {
      for (const appId of runs.keys()) end(appId)
      requests.stop()
      return Promise.resolve()
    },
  }
}
