// How far a delay strays from its mean, in units of the jitter. After the distributions that netem offers.

export type Distribution = 'uniform' | 'normal' | 'pareto'

/** Shape of the pareto tail: most delays are a little longer, a few much longer. */
const tailShape = 3
/** No delay strays further than so many jitters. */
const furthest = 20

/**
 * uniform: -1 to 1, as Toxiproxy. normal: mean 0, deviation 1, cut at 20. pareto: never below 0, mean 1, cut at 20.
 * `random` gives at least 0, below 1.
 */
export function stray(distribution: Distribution, random: () => number): number {
  switch (distribution) {
    case 'uniform':
      return random() * 2 - 1
    case 'normal':
      return Math.max(-furthest, Math.min(furthest, Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())))
    case 'pareto':
      return Math.min(furthest, (tailShape - 1) * ((1 - random()) ** (-1 / tailShape) - 1))
  }
}
