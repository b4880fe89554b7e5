// Candidates and shares for the tests of strategies.

import type { Candidate } from '../../ports/http-edge.ts'
import { seededRandom } from '../../sim/seeded.ts'

export const candidate = (inFlight = 0, ewmaMs = 0, ewmaAt = 0): Candidate => ({
  target: { dynoId: 'd', name: 'web.1', host: '127.0.0.1', port: 1, state: 'healthy' }, inFlight, ewmaMs, ewmaAt,
})

export const busy = (...inFlight: number[]): Candidate[] => inFlight.map((count) => candidate(count))

/** How often each of `count` was picked in 3,000 rounds. */
export function shares(pick: (draw: () => number, turn: number) => number, count: number): number[] {
  const source = seededRandom(7)
  const picked = Array.from({ length: count }, () => 0)
  for (let turn = 0; turn < 3000; turn++) {
    const index = pick(source.next, turn)
    picked[index] = (picked[index] ?? NaN) + 1
  }
  return picked
}
