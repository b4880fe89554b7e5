// Any of them, each as likely. Heroku's: its routers do not know of each other, so none could keep a turn or a count that were true
// (http-routing, 2025-07-31). It needs no memory, and pays for that: a slow dyno gets as much as a quick one.

import type { Strategy } from '../../ports/http-edge.ts'

export const random: Strategy = {
  name: 'random',
  pick: (candidates, draw) => Math.floor(draw() * candidates.length),
}
