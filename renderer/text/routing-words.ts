// How the router picks a dyno, in words: the name of each strategy, its rule, and when it helps.

import type { RoutingStrategy } from '../../shared/domain/app.ts'

export const strategyTitles: Readonly<Record<RoutingStrategy, string>> = {
  random: 'Random', 'round-robin': 'Round robin', 'least-connections': 'Least connections', 'power-of-two': 'Power of two', 'peak-ewma': 'Peak EWMA',
}

/** After "Router,". */
export const strategyRules: Readonly<Record<RoutingStrategy, string>> = {
  random: 'gives each request to one live web dyno, chosen at random',
  'round-robin': 'gives each request to the next live web dyno in turn',
  'least-connections': 'gives each request to the live web dyno with the fewest under way',
  'power-of-two': 'draws two live web dynos by lot and takes the one with fewer under way',
  'peak-ewma': 'gives each request to the live web dyno that answers soonest, counting what waits there',
}

/** What to expect of it, in one sentence. */
export const strategyLessons: Readonly<Record<RoutingStrategy, string>> = {
  random: 'Heroku’s own. Needs to know nothing, and lets some dynos be busy by chance while others are idle.',
  'round-robin': 'Even counts, whatever the dynos are doing: a slow dyno gets as many requests as a fast one, and they pile up there.',
  'least-connections': 'A slow dyno gets fewer, as its requests stay open longer. A dyno that fails at once looks idle, and draws more.',
  'power-of-two': 'Nearly as good as the fewest of all, for two looks instead of one at every dyno.',
  'peak-ewma': 'Avoids a dyno as soon as one answer was slow, and comes back slowly. The best of them when one dyno is ill.',
}
