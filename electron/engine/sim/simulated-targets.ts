// The web dynos of each app as the simulated router picks among them: what is under way at each, how soon each answers, and whose turn
// it is. Kept equal to the routes, so that another strategy works from the next request on. Sticky sessions are left out: the simulated
// visitors keep no cookies.

import type { Route } from '../../../shared/domain/route.ts'
import type { Clock, Random } from '../ports/clock.ts'
import type { Candidate } from '../ports/http-edge.ts'
import { strategies } from '../router/strategies/index.ts'
import { observed } from '../router/strategies/peak-ewma.ts'
import type { SimulatedEdge } from './simulated-edge.ts'

export type SimulatedTargets = {
  /** null: none may get a request. `avoids`: those tried already, and those in quarantine. */
  pick(route: Route, avoids: (dynoId: string) => boolean): Candidate | null
  began(candidate: Candidate): void
  ended(candidate: Candidate, ms: number): void
}

type Field = { readonly byDyno: Map<string, Candidate>; free: readonly Candidate[]; turn: number }

export function createSimulatedTargets(clock: Clock, random: Random, edge: SimulatedEdge): SimulatedTargets {
  const fields = new Map<string, Field>()

  edge.onRoute((appId) => {
    const route = edge.routes.get(appId)
    if (route === undefined) return void fields.delete(appId)
    const before = fields.get(appId)
    const all = route.targets.map((target): Candidate => {
      const known = before?.byDyno.get(target.dynoId)
      if (known === undefined) return { target, inFlight: 0, ewmaMs: 0, ewmaAt: 0 }
      return Object.assign(known, { target })
    })
    const free = all.filter(({ target }) => target.state === 'healthy' && target.unready !== true)
    fields.set(appId, { byDyno: new Map(all.map((candidate) => [candidate.target.dynoId, candidate])), free, turn: before?.turn ?? 0 })
  })

  function pick({ appId, strategy }: Route, avoids: (dynoId: string) => boolean): Candidate | null {
    const field = fields.get(appId)
    const way = strategies.get(strategy)
    if (field === undefined || way === undefined) return null
    const free = field.free.some(({ target }) => avoids(target.dynoId)) ? field.free.filter(({ target }) => !avoids(target.dynoId)) : field.free
    if (free.length === 0) return null
    const index = way.pick(free, random.next, field.turn, clock.now())
    field.turn += 1
    return free[index] ?? null
  }

  return {
    pick,
    began: (candidate) => void (candidate.inFlight += 1),
    ended: (candidate, ms) => {
      candidate.inFlight -= 1
      observed(candidate, ms, clock.now())
    },
  }
}
