// The outside of a simulated platform, in the time of a clock that may go faster than the machine's: sources are real files, builds take their steps' time and run nothing, dynos
// live on a timer, and the router decides by its own rules over dynos that answer after a drawn time. Chance comes from the seed.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { systemIds } from '../adapters/clock/system-clock.ts'
import { removeTree } from '../adapters/parts/copy-tree.ts'
import { createSimulatedPostgres } from '../adapters/postgres/simulated-host.ts'
import { createWriteLedgers } from '../adapters/postgres/write-ledgers.ts'
import { createRouterDecisions } from '../engine/router/decide.ts'
import { createSimulatedBuildHost } from '../engine/sim/simulated-build-host.ts'
import { createSimulatedContainers } from '../engine/sim/simulated-containers.ts'
import { createSimulatedEdge } from '../engine/sim/simulated-edge.ts'
import { createSimulatedRuntime, type Behaviour } from '../engine/sim/simulated-runtime.ts'
import { createSimulatedRedis } from '../engine/sim/simulated-redis.ts'
import { createSimulatedCaches, createSimulatedMails } from '../engine/sim/simulated-servers.ts'
import { createSimulatedWire } from '../engine/sim/simulated-wire.ts'
import { createSimulatedTraffic } from '../engine/sim/simulated-traffic.ts'
import type { Clock } from '../engine/ports/clock.ts'
import type { DynoSpec } from '../engine/ports/dyno-runtime.ts'
import { seededRandom } from '../engine/sim/seeded.ts'
import type { Outside, OutsideNeeds } from './outside.ts'
import { listenForVisitors } from './simulated-front.ts'
import { withKeptSlugs } from './simulated-slugs.ts'
import { createSourceReader } from './simulated-sources.ts'

export type Simulation = {
  readonly seed: number
  /** Log lines a second of every dyno. */
  readonly logRate: number
}

/** What builds say they use. Nothing of it is run. */
const versions = { node: '22.12.0', npm: '10.9.0', yarn: '1.22.22', pnpm: '9.15.0', python3: '3.13.1', pip3: '24.3.1', ruby: '3.4.1', bundle: '2.6.2', javac: '21.0.5', mvn: '3.9.9', gradle: '8.12', go: '1.23.4', php: '8.4.2', composer: '2.8.4', sbt: '1.10.7' }

export async function createSimulatedOutside(needs: OutsideNeeds & { readonly clock: Clock }, simulation: Simulation): Promise<Outside> {
  const random = seededRandom(simulation.seed)
  const slugsFolder = join(needs.dataDir, 'slugs')
  await mkdir(slugsFolder, { recursive: true })
  // Sources that a killed engine was reading.
  await removeTree(join(needs.dataDir, 'builds'))
  const front = await listenForVisitors(needs.routerPort)
  const edge = createSimulatedEdge(front.port)
  const runtime = createSimulatedRuntime(needs.clock, random, (spec) => behaviour(spec, simulation))
  const traffic = createSimulatedTraffic({ clock: needs.clock, random, ids: systemIds, edge, decisions: createRouterDecisions(), troubles: runtime })
  front.serve(traffic)
  const host = createSimulatedBuildHost({ clock: needs.clock, source: createSourceReader(needs), versions })
  return {
    runtime,
    builds: withKeptSlugs(host, slugsFolder),
    edge: { ...edge, stop: front.stop },
    traffic,
    wire: createSimulatedWire(),
    redis: [createSimulatedRedis(needs.clock)],
    caches: createSimulatedCaches(),
    mails: createSimulatedMails(),
    random,
    containers: createSimulatedContainers(),
    postgres: { hosts: [createSimulatedPostgres(join(needs.dataDir, 'postgres-imitated'))], ledgers: createWriteLedgers(join(needs.dataDir, 'ledgers')), backupsFolder: join(needs.dataDir, 'postgres-backups') },
    stop: front.stop,
  }
}

function behaviour(spec: DynoSpec, { logRate }: Simulation): Partial<Behaviour> {
  return { prints: [`Simulated: no program runs here. It would be: ${spec.command}`], linesPerSecond: spec.kind === 'formation' ? logRate : 0 }
}
