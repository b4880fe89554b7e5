// Everything the engine needs from outside. Composition roots hand these to createEngine.

import type { BuildHost } from './build-host.ts'
import type { Certificates } from './certificates.ts'
import type { Clock, Ids, Pace, Random } from './clock.ts'
import type { ContainerHost } from './container-host.ts'
import type { DrainHost } from './drain-host.ts'
import type { DynoRuntime } from './dyno-runtime.ts'
import type { GitHost } from './git-host.ts'
import type { HttpEdge } from './http-edge.ts'
import type { JournalStore } from './journal-store.ts'
import type { LogStore } from './log-store.ts'
import type { LogSearch } from './log-search.ts'
import type { Machine } from './machine.ts'
import type { ExperimentShelf } from './experiment-shelf.ts'
import type { CacheHost } from './cache-host.ts'
import type { MailHost } from './mail-host.ts'
import type { ShellHost } from './shell-host.ts'
import type { RedisHost } from './redis-host.ts'
import type { Webhooks } from './webhooks.ts'
import type { MetricIntake } from './metric-intake.ts'
import type { Passwords } from './passwords.ts'
import type { PartnerHttp } from './partner-http.ts'
import type { BackupLink, PostgresHost } from './postgres-host.ts'
import type { Wire } from './wire.ts'
import type { WriteLedgers } from './write-ledger.ts'
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
  readonly search: LogSearch
  readonly webhooks: Webhooks
  /** Without it no certificate can be added. */
  readonly certificates?: Certificates
  readonly runtime: DynoRuntime
  /** Without it no shell of the owner's is opened. */
  readonly shells?: ShellHost
  readonly builds: BuildHost
  readonly git: GitHost
  readonly edge: HttpEdge
  readonly machine: Machine
  readonly traffic: TrafficSource
  readonly wire: Wire
  readonly partners: PartnerHttp
  readonly passwords: Passwords
  /** Where heroku-postgresql has its servers, the usual place first; without it that service is not offered. */
  readonly postgres?: { readonly hosts: readonly PostgresHost[]; readonly ledgers: WriteLedgers; readonly backupsFolder: string; readonly backupLink?: BackupLink }
  readonly intake: MetricIntake
  readonly experiments: ExperimentShelf
  readonly containers: ContainerHost
  /** In the order in which they are preferred. */
  readonly redis: readonly RedisHost[]
  readonly caches: CacheHost
  readonly mails: MailHost
  /** Sample apps that ship with Dynarium; `folder` is where the BuildHost finds one. An exhibit is the museum's own and is not offered. */
  readonly samples: readonly (Sample & { readonly folder: string; readonly isExhibit?: boolean })[]
}
