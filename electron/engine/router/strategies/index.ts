// Every balancing strategy that the router knows, Heroku's first. Adding one is a file beside this and a line here; see README.md.

import type { RoutingStrategy } from '../../../../shared/domain/app.ts'
import type { Strategy } from '../../ports/http-edge.ts'
import { leastConnections } from './least-connections.ts'
import { peakEwma } from './peak-ewma.ts'
import { powerOfTwo } from './power-of-two.ts'
import { random } from './random.ts'
import { roundRobin } from './round-robin.ts'

/** In the order that they are shown; Heroku's first. */
const ordered: readonly Strategy[] = [random, roundRobin, leastConnections, powerOfTwo, peakEwma]

export const strategies: ReadonlyMap<RoutingStrategy, Strategy> = new Map(ordered.map((strategy) => [strategy.name, strategy]))
