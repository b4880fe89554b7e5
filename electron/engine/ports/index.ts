// Everything the engine needs from outside. Composition roots hand these to createEngine.

import type { BuildHost } from './build-host.ts'
import type { Clock, Ids, Pace, Random } from './clock.ts'
import type { ContainerHost } from './container-host.ts'
import type { DrainHost } from './drain-host.ts'
import type { DynoRuntime } from './dyno-runtime.ts'
import type { GitHost } from './git-host.ts'
import type { HttpEdge } from './http-edge.ts'
import type { JournalStore } from './journal-store.ts'
import type { LogStore } from './log-store.ts'
import type { Machine } from './machine.ts'
import type { ExperimentShelf } from './experiment-shelf.ts'
import type { MetricIntake } from './metric-intake.ts'
import type { PartnerHttp } from './partner-http.ts'
import type { Wire } from './wire.ts'
import type { TrafficSource } from './traffic-source.ts'
import type { Sample } from '../../../shared/protocol/calls.ts'

export type Ports = {
  readonly clock: Clock
  /** How fast the clock goes, where that can be chosen: in simulated worlds. */
  readonly pace?: Pace
  readonly random: Random
  readonly ids: Ids
  readonly journal: JournalStore
  readonly logs: LogStore
  readonly drains: DrainHost
  readonly runtime: DynoRuntime
  readonly builds: BuildHost
  readonly git: GitHost
  readonly edge: HttpEdge
  readonly machine: Machine
  readonly traffic: TrafficSource
  readonly wire: Wire
  readonly partners: PartnerHttp
  readonly intake: MetricIntake
  readonly experiments: ExperimentShelf
  readonly containers: ContainerHost
  /** Sample apps that ship with Dynarium; `folder` is where the BuildHost finds one. An exhibit is the museum's own and is not offered. */
  readonly samples: readonly (Sample & { readonly folder: string; readonly isExhibit?: boolean })[]
}
