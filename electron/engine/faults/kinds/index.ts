// The faults there are, in the order of the catalogue: nothing, then dynos, hosts, the network, HTTP, clients, releases and the router.

import type { Fault } from '../fault.ts'
import { addonDiskFull } from './addon-disk-full.ts'
import { addonFreeze } from './addon-freeze.ts'
import { addonKill } from './addon-kill.ts'
import { addonPartition } from './addon-partition.ts'
import { addonSlowDisk } from './addon-slow-disk.ts'
import { badRelease } from './bad-release.ts'
import { bandwidth } from './bandwidth.ts'
import { corrupt } from './corrupt.ts'
import { cpuHog } from './cpu-hog.ts'
import { cpuLimit } from './cpu-limit.ts'
import { crashLoop } from './crash-loop.ts'
import { degraded } from './degraded.ts'
import { diskFull } from './disk-full.ts'
import { dynoFreeze } from './dyno-freeze.ts'
import { dynoKill } from './dyno-kill.ts'
import { dynoTerm } from './dyno-term.ts'
import { hostLoss } from './host-loss.ts'
import { httpAbort } from './http-abort.ts'
import { httpDelay } from './http-delay.ts'
import { httpStatus } from './http-status.ts'
import { httpTruncate } from './http-truncate.ts'
import { ignoresSigterm } from './ignores-sigterm.ts'
import { latency } from './latency.ts'
import { limitData } from './limit-data.ts'
import { loss } from './loss.ts'
import { memoryLeak } from './memory-leak.ts'
import { missingConfigVar } from './missing-config-var.ts'
import { networkCut } from './network-cut.ts'
import { neverBinds } from './never-binds.ts'
import { noop } from './noop.ts'
import { partition } from './partition.ts'
import { platformError } from './platform-error.ts'
import { poolEmpty } from './pool-empty.ts'
import { refuse } from './refuse.ts'
import { reset } from './reset.ts'
import { routerRestart } from './router-restart.ts'
import { slicer } from './slicer.ts'
import { slowBoot } from './slow-boot.ts'
import { slowClient } from './slow-client.ts'
import { slowClose } from './slow-close.ts'
import { timeout } from './timeout.ts'
import { tooManyConnections } from './too-many-connections.ts'
import { unreachable } from './unreachable.ts'
import { zoneLoss } from './zone-loss.ts'

export const orderedFaults: readonly Fault[] = [
  noop,
  dynoKill,
  dynoTerm,
  dynoFreeze,
  crashLoop,
  slowBoot,
  neverBinds,
  ignoresSigterm,
  memoryLeak,
  cpuHog,
  cpuLimit,
  diskFull,
  networkCut,
  hostLoss,
  zoneLoss,
  latency,
  bandwidth,
  loss,
  timeout,
  reset,
  refuse,
  unreachable,
  slicer,
  limitData,
  slowClose,
  corrupt,
  partition,
  httpStatus,
  httpAbort,
  httpDelay,
  httpTruncate,
  slowClient,
  badRelease,
  missingConfigVar,
  routerRestart,
  poolEmpty,
  degraded,
  tooManyConnections,
  platformError,
  addonKill,
  addonFreeze,
  addonPartition,
  addonDiskFull,
  addonSlowDisk,
]

export const findFault = (kind: string): Fault | null => orderedFaults.find(({ facts }) => facts.kind === kind) ?? null
