// The faults there are, in the order of the catalogue: nothing, then dynos, hosts, the network, HTTP, releases and the router.

import type { Fault } from '../fault.ts'
import { dynoKill } from './dyno-kill.ts'
import { latency } from './latency.ts'
import { noop } from './noop.ts'

export const orderedFaults: readonly Fault[] = [
  noop,
  dynoKill,
  latency,
]

export const findFault = (kind: string): Fault | null => orderedFaults.find(({ facts }) => facts.kind === kind) ?? null
