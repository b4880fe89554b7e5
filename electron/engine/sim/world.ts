// A whole platform in memory: every port simulated, one virtual clock, one seed. Same seed and same doings give the same journal,
// byte for byte. Demos, the lab and engine tests run on it; nothing in it touches the machine.

import type { Sample } from '../../../shared/protocol/calls.ts'
import { createEngine, type Engine, type EngineOptions } from '../engine.ts'
import { createRouterDecisions } from '../router/decide.ts'
import type { ExperimentShelf } from '../ports/experiment-shelf.ts'
import type { DynoRuntime, DynoSpec } from '../ports/dyno-runtime.ts'
import type { CacheHost } from '../ports/cache-host.ts'
import type { MetricIntake } from '../ports/metric-intake.ts'
import type { Passwords } from '../ports/passwords.ts'
import type { PartnerHttp } from '../ports/partner-http.ts'
import type { Wire } from '../ports/wire.ts'
import { createMemoryJournal, type MemoryJournal } from './memory-journal.ts'
import { createMemoryPasswords } from './memory-passwords.ts'
import { createMemoryShelf } from './memory-shelf.ts'
import { createSimulatedRedis, type SimulatedRedis } from './simulated-redis.ts'
import { createSimulatedCaches, createSimulatedMails } from './simulated-servers.ts'
import { createSimulatedWire } from './simulated-wire.ts'
import { createMemoryLogSearch } from './memory-log-search.ts'
import type { Ports } from '../ports/index.ts'
import type { Webhooks } from '../ports/webhooks.ts'
import { createMemoryWebhooks, type MemoryWebhooks } from './memory-webhooks.ts'
import { createMemoryLogs } from './memory-logs.ts'
import { seededIds, seededRandom } from './seeded.ts'
import { createSimulatedBuildHost, type Files, type SimulatedBuildHost, type StepRule } from './simulated-build-host.ts'
import { createSimulatedEdge, type SimulatedEdge } from './simulated-edge.ts'
import { createSimulatedGit, type SimulatedGit } from './simulated-git.ts'
import { createSimulatedContainers } from './simulated-containers.ts'
import { createSimulatedDrains, type SimulatedDrains } from './simulated-drains.ts'
import { createSimulatedMachine } from './simulated-machine.ts'
import type { ModelOf } from './simulated-dynos.ts'
import { createSimulatedIntake } from './simulated-intake.ts'
import { createSimulatedPartners } from './simulated-partners.ts'
import { createSimulatedTraffic } from './simulated-traffic.ts'
import { createSimulatedRuntime, type Behaviour, type SimulatedRuntime } from './simulated-runtime.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

export type WorldOptions = {
  readonly seed: number
  readonly journal?: MemoryJournal
  readonly behave?: (spec: DynoSpec) => Partial<Behaviour>
  readonly rules?: readonly StepRule[]
  /** In place of the simulated one: for tests with real dynos and everything else simulated. */
  readonly dynos?: DynoRuntime
  /** How web dynos answer requests. */
  readonly model?: ModelOf
  readonly onBug?: EngineOptions['onBug']
  /** Nothing has a price if not given. */
  readonly priceBook?: string
  /** There are no add-ons if not given. */
  readonly addOns?: Pick<EngineOptions, 'addOnCatalogue' | 'addOnServices'>
  readonly intake?: MetricIntake
  /** Nothing listens anywhere if not given. */
  readonly certificates?: Ports['certificates']
  /** Others than the simulated ones. */
  readonly webhooks?: Webhooks
  readonly partners?: (clock: VirtualClock) => PartnerHttp
  /** In memory if not given. */
  readonly passwords?: Passwords
  /** The platform's token; none if not given. */
  readonly token?: string
  readonly limits?: Pick<EngineOptions, 'dynoLimits' | 'autoscaleLimits'>
  /** A redis-server if not given. */
  readonly redis?: Parameters<typeof createSimulatedRedis>[1]
  /** What every uploaded source holds. No upload is known if not given. */
  readonly uploaded?: Files
  /** With nothing on it if not given. */
  readonly experiments?: ExperimentShelf
}

export type World = {
  readonly engine: Engine
  readonly clock: VirtualClock
  readonly journal: MemoryJournal
  readonly edge: SimulatedEdge
  readonly wire: Wire
  readonly redis: SimulatedRedis
  readonly caches: CacheHost
  readonly drains: SimulatedDrains
  readonly webhooks: MemoryWebhooks
  readonly runtime: SimulatedRuntime
  readonly builds: SimulatedBuildHost
  readonly git: SimulatedGit
  /** `git push` of these files to main. Resolves with what the person read, once the clock was moved far enough. */
  push(appName: string, files: Files): Promise<{ readonly accepted: boolean; readonly text: string }>
}

const by = 'you@localhost'

export async function createWorld(options: WorldOptions): Promise<World> {
  const clock = createVirtualClock()
  const random = seededRandom(options.seed)
  const journal = options.journal ?? createMemoryJournal()
  const git = createSimulatedGit(clock)
  const edge = createSimulatedEdge()
  const runtime = createSimulatedRuntime(clock, random, options.behave)
  const builds = createSimulatedBuildHost({
    clock, rules: options.rules ?? [],
    source: ({ source }) => (source.kind === 'git' ? git.filesOf(source.commit) : source.kind === 'tarball' ? (options.uploaded ?? null) : null),
  })
  const wire = createSimulatedWire()
  const [redis, caches, mails] = [createSimulatedRedis(clock, options.redis), createSimulatedCaches(), createSimulatedMails()]
  const webhooks = createMemoryWebhooks()
  const drains = createSimulatedDrains(clock.now)
  const samples: (Sample & { folder: string })[] = []
  const ids = seededIds(random)
  const traffic = createSimulatedTraffic({ clock, random, ids, edge, decisions: createRouterDecisions(), troubles: runtime, ...(options.model === undefined ? {} : { model: options.model }) })
  const engine = await createEngine(
    { clock, random, ids, journal, logs: createMemoryLogs(), drains, search: createMemoryLogSearch(), webhooks: options.webhooks ?? webhooks, ...(options.certificates === undefined ? {} : { certificates: options.certificates }), runtime: options.dynos ?? runtime, builds, git, edge, traffic, machine: createSimulatedMachine(), wire, partners: options.partners?.(clock) ?? createSimulatedPartners(clock), passwords: options.passwords ?? createMemoryPasswords(), intake: options.intake ?? createSimulatedIntake(), experiments: options.experiments ?? createMemoryShelf(), containers: createSimulatedContainers(), redis: [redis], caches, mails, samples },
    {
      info: { version: 'simulated', owner: by, controlUrl: 'http://127.0.0.1:0', token: options.token ?? '', dataDir: 'memory', platform: 'linux' },
      uploadPath: (id) => (options.uploaded === undefined ? null : id),
      ...(options.priceBook === undefined ? {} : { priceBook: options.priceBook }),
      onBug: options.onBug ?? ((error) => { throw error }),
      ...options.addOns,
      ...options.limits,
    },
  )
  let pushes = 0
  let lastCommit: string | null = null

  async function push(appName: string, files: Files): Promise<{ accepted: boolean; text: string }> {
    pushes += 1
    const commit = git.commit({ files, parent: lastCommit, subject: `change ${pushes}` })
    const answer = await git.push(appName, 'main', commit)
    if (answer.accepted) lastCommit = commit
    return answer
  }

  return { engine, clock, journal, edge, wire, redis, caches, drains, webhooks, runtime, builds, git, push }
}
