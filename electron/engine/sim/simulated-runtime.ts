// Dynos without processes: a seeded model of launch, boot, life and exit on the engine's clock. It ships: demos and the lab run on
// it. What a command does is a Behaviour; the default boots in one to two seconds and serves until it is told to stop.

import type { Cancel, Clock, Random } from '../ports/clock.ts'
import type { DynoRuntime, DynoSignal, DynoSink, DynoSpec } from '../ports/dyno-runtime.ts'

export type Behaviour = {
  readonly bootMs: number
  /** False: never opens its port. */
  readonly listens: boolean
  /** Ends by itself after that long, counted from launch. */
  readonly exitAfterMs: number | null
  readonly exitStatus: number
  /** Time from SIGTERM to exit; null ignores it. */
  readonly termMs: number | null
  readonly memoryBytes: number
  readonly prints: readonly string[]
  /** What it prints while it is up, so many lines a second; 0 for nothing. */
  readonly linesPerSecond: number
  /** Why it can not be launched at all. */
  readonly failure: string | null
}

export type SimulatedRuntime = DynoRuntime & {
  /** As if someone outside had ended the process. */
  strike(dynoId: string, signal: DynoSignal): void
}

type Life = { readonly spec: DynoSpec; readonly behaviour: Behaviour; readonly timers: Set<Cancel>; pid: number | null }

const launchMs = 40
const sampleMs = 20_000
/** Lines of a busy dyno come a few at a time, as from a pipe. */
const printEveryMs = 200
const firstPort = 20_000
const exitStatusOf: Readonly<Record<DynoSignal, number>> = { SIGTERM: 143, SIGKILL: 137, SIGHUP: 129, SIGINT: 130 }

export function createSimulatedRuntime(clock: Clock, random: Random, behave: (spec: DynoSpec) => Partial<Behaviour> = () => ({})): SimulatedRuntime {
  const lives = new Map<string, Life>()
  let sink: DynoSink | null = null
  let nextPid = 1000

  function start(spec: DynoSpec): void {
    const behaviour = { ...defaultBehaviour(spec, random), ...behave(spec) }
    const life: Life = { spec, behaviour, timers: new Set(), pid: null }
    lives.set(spec.id, life)
    later(life, launchMs, () => launch(life))
  }

  function launch(life: Life): void {
    const { spec, behaviour } = life
    if (behaviour.failure !== null) return exit(life, null, null, behaviour.failure)
    life.pid = nextPid++
    const address = spec.wantsPort ? { host: '127.0.0.1', port: firstPort + (life.pid % 10_000) } : null
    sink?.observed({ kind: 'launched', dynoId: spec.id, pid: life.pid, address })
    if (behaviour.prints.length > 0) sink?.output({ dynoId: spec.id, kind: spec.attached ? 'raw' : 'lines', lines: behaviour.prints, dropped: 0 })
    if (spec.wantsPort && behaviour.listens) later(life, behaviour.bootMs, () => sink?.observed({ kind: 'listening', dynoId: spec.id }))
    if (behaviour.exitAfterMs !== null) later(life, behaviour.exitAfterMs, () => exit(life, behaviour.exitStatus, null, null))
    later(life, sampleMs, () => sample(life))
    if (behaviour.linesPerSecond > 0) later(life, printEveryMs, () => print(life, 0, clock.now()))
  }

  /** `said`: lines before these. The rate holds however late the timers are. */
  function print(life: Life, said: number, since: number): void {
    const { spec, behaviour } = life
    const due = Math.floor(((clock.now() - since) / 1000) * behaviour.linesPerSecond)
    const lines = Array.from({ length: due - said }, (_, index) => `simulated line ${said + index + 1} of ${spec.name}`)
    if (lines.length > 0) sink?.output({ dynoId: spec.id, kind: spec.attached ? 'raw' : 'lines', lines, dropped: 0 })
    later(life, Math.max(printEveryMs, 1000 / behaviour.linesPerSecond), () => print(life, due, since))
  }

  function sample(life: Life): void {
    const cpuPercent = Math.round(random.next() * 50) / 10
    sink?.observed({ kind: 'sample', dynoId: life.spec.id, memoryBytes: life.behaviour.memoryBytes, cpuPercent, processes: 1 })
    later(life, sampleMs, () => sample(life))
  }

  function signal(dynoId: string, name: DynoSignal): void {
    const life = lives.get(dynoId)
    if (life === undefined) return
    if (name === 'SIGKILL') return later(life, 1, () => exit(life, exitStatusOf[name], name, null))
    if (life.behaviour.termMs === null) return
    later(life, life.behaviour.termMs, () => exit(life, exitStatusOf[name], name, null))
  }

  function exit(life: Life, exitStatus: number | null, by: string | null, failure: string | null): void {
    if (lives.get(life.spec.id) !== life) return
    for (const cancel of life.timers) cancel()
    lives.delete(life.spec.id)
    sink?.observed({ kind: 'exited', dynoId: life.spec.id, exitStatus, signal: by, failure })
  }

  function later(life: Life, ms: number, fire: () => void): void {
    const cancel = clock.after(ms, () => {
      life.timers.delete(cancel)
      fire()
    })
    life.timers.add(cancel)
  }

  return {
    kind: 'simulated',
    connect: (given) => (sink = given),
    recover: () => Promise.resolve(0),
    start,
    signal,
    strike: signal,
    afflict: (dynoId, _leaseId, trouble) => {
      if (!lives.has(dynoId)) return Promise.reject(new Error('The dyno just ended.'))
      if (trouble.kind === 'signal' && (trouble.signal === 'SIGKILL' || trouble.signal === 'SIGTERM')) signal(dynoId, trouble.signal)
      return Promise.resolve([])
    },
    relieve: () => Promise.resolve({ restored: [], residue: [] }),
    write: (dynoId, text) => {
      if (lives.get(dynoId)?.spec.attached === true) sink?.output({ dynoId, kind: 'raw', lines: [text], dropped: 0 })
    },
    resize: () => {},
    stop: () => {
      for (const life of lives.values()) exit(life, exitStatusOf.SIGKILL, 'SIGKILL', null)
      return Promise.resolve()
    },
  }
}

function defaultBehaviour(spec: DynoSpec, random: Random): Behaviour {
  return {
    bootMs: 1000 + Math.floor(random.next() * 1000), listens: true, exitAfterMs: spec.kind === 'formation' ? null : 500, exitStatus: 0,
    termMs: 100, memoryBytes: 80 * 1024 * 1024, prints: [], linesPerSecond: 0, failure: null,
  }
}
