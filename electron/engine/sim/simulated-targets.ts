// The web dynos of each app as the simulated router picks among them: what is under way at each, how soon each answers, and whose turn
// it is. Kept equal to the routes, so that another strategy works from the next request on. Sticky sessions are left out: the simulated
// visitors keep no cookies.

import type { Clock } from '../ports/clock.ts'
import type { Candidate } from '../ports/http-edge.ts'
import { observed } from '../router/strategies/peak-ewma.ts'
import type { SimulatedEdge } from './simulated-edge.ts'

export type SimulatedTargets = {
  /** Those that may get something new, those in quarantine included, and the app's picks so far. */
  of(appId: string | null): { readonly free: readonly Candidate[]; readonly turn: number }
  began(appId: string | null, candidate: Candidate): void
  ended(candidate: Candidate, ms: number): void
}

type Field = { readonly byDyno: Map<string, Candidate>; free: readonly Candidate[]; turn: number }

const none: Field = { byDyno: new Map(), free: [], turn: 0 }

export function createSimulatedTargets(clock: Clock, edge: SimulatedEdge): SimulatedTargets {
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

  return {
    of: (appId) => fields.get(appId ?? '') ?? none,
    began: (appId, candidate) => {
      const field = fields.get(appId ?? '')
      if (field !== undefined) field.turn += 1
      candidate.inFlight += 1
    },
    ended: (candidate, ms) => {
      candidate.inFlight -= 1
      observed(candidate, ms, clock.now())
    },
  }
}
