// A whole platform in memory: every port simulated, one virtual clock, one seed. Same seed and same doings give the same journal,
// byte for byte. Demos, the lab and engine tests run on it; nothing in it touches the machine.

import type { Sample } from '../../../shared/protocol/calls.ts'
import { createEngine, type Engine, type EngineOptions } from '../engine.ts'
import { createRouterDecisions } from '../router/decide.ts'
import type { ExperimentShelf } from '../ports/experiment-shelf.ts'
import type { DynoSpec } from '../ports/dyno-runtime.ts'
import type { GitHost, PushHandler } from '../ports/git-host.ts'
import type { Wire } from '../ports/wire.ts'
import { createMemoryJournal, type MemoryJournal } from './memory-journal.ts'
import { createMemoryShelf } from './memory-shelf.ts'
import { createSimulatedWire } from './simulated-wire.ts'
import { createMemoryLogs } from './memory-logs.ts'
import { seededIds, seededRandom } from './seeded.ts'
import { createSimulatedBuildHost, type Files, type SimulatedBuildHost, type StepRule } from './simulated-build-host.ts'
import { createSimulatedEdge, type SimulatedEdge } from './simulated-edge.ts'
import { createSimulatedContainers } from './simulated-containers.ts'
import { createSimulatedMachine } from './simulated-machine.ts'
import type { ModelOf } from './simulated-dynos.ts'
import { createSimulatedTraffic } from './simulated-traffic.ts'
import { createSimulatedRuntime, type Behaviour, type SimulatedRuntime } from './simulated-runtime.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

export type WorldOptions = {
  readonly seed: number
  readonly journal?: MemoryJournal
  readonly behave?: (spec: DynoSpec) => Partial<Behaviour>
  readonly rules?: readonly StepRule[]
  /** How web dynos answer requests. */
  readonly model?: ModelOf
  readonly onBug?: EngineOptions['onBug']
  /** With nothing on it if not given. */
  readonly experiments?: ExperimentShelf
}

export type World = {
  readonly engine: Engine
  readonly clock: VirtualClock
  readonly journal: MemoryJournal
  readonly edge: SimulatedEdge
  readonly wire: Wire
  readonly runtime: SimulatedRuntime
  readonly builds: SimulatedBuildHost
  /** `git push` of these files to main. Resolves with what the person read, once the clock was moved far enough. */
  push(appName: string, files: Files): Promise<{ readonly accepted: boolean; readonly text: string }>
}

const noCommit = '0'.repeat(40)
const by = 'you@localhost'

export async function createWorld(options: WorldOptions): Promise<World> {
  const clock = createVirtualClock()
  const random = seededRandom(options.seed)
  const journal = options.journal ?? createMemoryJournal()
  const sources = new Map<string, Files>()
  const edge = createSimulatedEdge()
  const runtime = createSimulatedRuntime(clock, random, options.behave)
  const builds = createSimulatedBuildHost({
    clock, rules: options.rules ?? [],
    source: ({ source }) => sources.get(source.kind === 'git' ? source.commit : source.kind === 'folder' ? source.path : source.name) ?? null,
  })
  const wire = createSimulatedWire()
  let handler: PushHandler | null = null
  const git: GitHost = { connect: (given) => (handler = given), forgetApp: () => Promise.resolve(), lookAt: () => Promise.resolve(null), findInHistory: () => Promise.resolve(null), stop: () => Promise.resolve() }
  const samples: (Sample & { folder: string })[] = []
  const ids = seededIds(random)
  const traffic = createSimulatedTraffic({ clock, random, ids, edge, decisions: createRouterDecisions(), troubles: runtime, ...(options.model === undefined ? {} : { model: options.model }) })
  const engine = await createEngine(
    { clock, random, ids, journal, logs: createMemoryLogs(), runtime, builds, git, edge, traffic, machine: createSimulatedMachine(), wire, experiments: options.experiments ?? createMemoryShelf(), containers: createSimulatedContainers(), samples },
    {
      info: { version: 'simulated', owner: by, controlUrl: 'http://127.0.0.1:0', token: '', dataDir: 'memory', platform: 'linux' },
      uploadPath: () => null,
      onBug: options.onBug ?? ((error) => { throw error }),
    },
  )
  let pushes = 0
  let lastCommit = noCommit

  async function push(appName: string, files: Files): Promise<{ accepted: boolean; text: string }> {
    if (handler === null) throw new Error('the engine did not connect to git')
    pushes += 1
    const commit = pushes.toString(16).padStart(40, 'c')
    sources.set(commit, files)
    let text = ''
    const one = { appName, ref: 'refs/heads/main', oldCommit: lastCommit, newCommit: commit, subject: `change ${pushes}`, handle: commit, by }
    const answer = await handler.receive([one], (said) => (text += said), () => {})
    if (answer.accept) lastCommit = commit
    return { accepted: answer.accept, text }
  }

  return { engine, clock, journal, edge, wire, runtime, builds, push }
}
