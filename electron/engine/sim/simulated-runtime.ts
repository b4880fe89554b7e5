// Dynos without processes: a seeded model of launch, boot, life and exit on the engine's clock. It ships: demos and the lab run on
// it. What a command does is a Behaviour; the default boots in one to two seconds and serves until it is told to stop.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Cancel, Clock, Random } from '../ports/clock.ts'
import type { DynoRuntime, DynoSink, DynoSpec, DynoTrouble, ExecSpec, Relief } from '../ports/dyno-runtime.ts'
import { changedBy, conditionUnder, figuresUnder, isFrozenUnder, restoredFrom, type DynoCondition, type PutTrouble } from './simulated-trouble.ts'

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
  strike(dynoId: string, signal: StruckSignal): void
  /** How trouble makes a dyno answer; null when it has none. */
  conditionOf(dynoId: string): DynoCondition | null
  /** Told each dyno whose condition changed. */
  onCondition(listener: (dynoId: string) => void): void
}

type StruckSignal = Extract<DynoTrouble, { kind: 'signal' }>['signal']

type Life = {
  readonly spec: DynoSpec
  readonly behaviour: Behaviour
  readonly timers: Set<Cancel>
  readonly troubles: PutTrouble[]
  /** What it would have done while frozen. */
  readonly late: (() => void)[]
  pid: number | null
  /** The dyno it was started in, for a program beside its own. */
  readonly host: Life | null
}

const launchMs = 40
const sampleMs = 20_000
/** Lines of a busy dyno come a few at a time, as from a pipe. */
const printEveryMs = 200
const firstPort = 20_000
const exitStatusOf: Readonly<Record<StruckSignal, number>> = {
  SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGABRT: 134, SIGKILL: 137, SIGUSR1: 138, SIGSEGV: 139, SIGUSR2: 140, SIGTERM: 143,
}
/** A program may have a handler for these; the others end it at once. */
const askingSignals: readonly StruckSignal[] = ['SIGTERM', 'SIGHUP', 'SIGINT']

export function createSimulatedRuntime(clock: Clock, random: Random, behave: (spec: DynoSpec) => Partial<Behaviour> = () => ({})): SimulatedRuntime {
  const lives = new Map<string, Life>()
  const listeners: ((dynoId: string) => void)[] = []
  let sink: DynoSink | null = null
  let nextPid = 1000

  function start(spec: DynoSpec): void {
    const behaviour = { ...defaultBehaviour(spec, random), ...behave(spec) }
    const life: Life = { spec, behaviour, timers: new Set(), troubles: [], late: [], pid: null, host: null }
    lives.set(spec.id, life)
    later(life, launchMs, () => launch(life))
  }

  function launch(life: Life): void {
    const { spec, behaviour } = life
    if (behaviour.failure !== null) return exit(life, null, null, behaviour.failure)
    life.pid = nextPid++
    const address = spec.wantsPort ? { host: '127.0.0.1', port: firstPort + (life.pid % 10_000) } : null
    sink?.observed({ kind: 'launched', dynoId: spec.id, pid: life.pid, address })
    if (spec.launch?.crashAfterMs !== undefined && !spec.wantsPort) crash(life, spec.launch.crashAfterMs)
    later(life, sampleMs, () => sample(life))
    const delayMs = spec.launch?.delayMs ?? 0
    if (delayMs > 0) act(life, delayMs, () => command(life))
    else command(life)
  }

  /** What its command does, from its first moment on. */
  function command(life: Life): void {
    const { spec, behaviour } = life
    if (spec.launch?.exitsWith !== undefined) {
      const { exitsWith } = spec.launch
      return act(life, 1, () => exit(life, exitsWith, null, null))
    }
    if (behaviour.prints.length > 0) sink?.output({ dynoId: spec.id, kind: spec.attached ? 'raw' : 'lines', lines: behaviour.prints, dropped: 0 })
    if (spec.wantsPort && behaviour.listens && spec.launch?.isDeaf !== true) act(life, behaviour.bootMs, () => listen(life))
    if (behaviour.exitAfterMs !== null) act(life, behaviour.exitAfterMs, () => exit(life, behaviour.exitStatus, null, null))
    if (behaviour.linesPerSecond > 0) act(life, printEveryMs, () => print(life, 0, clock.now()))
  }

  /** There is no shell in here: a command is its behaviour, and what is typed comes back. */
  async function exec({ execId, dynoId, command, terminal, env }: ExecSpec): Promise<void> {
    const host = lives.get(dynoId)
    if (host === undefined) throw new Error('That dyno does not run any more.')
    if (host.pid === null) throw new Error(`${host.spec.name} is only being prepared. Try again when it runs.`)
    const { id, appId, appName, name, slugId, stack, runtime, memoryBytes, maxProcesses } = host.spec
    const spec: DynoSpec = { id: execId, appId, appName, name, type: 'run', kind: 'run', command, env: { ...host.spec.env, ...env }, slugId, stack, runtime, wantsPort: false, terminal, attached: true, memoryBytes, maxProcesses }
    const behaviour = { ...defaultBehaviour(spec, random), ...(terminal === null ? {} : { exitAfterMs: null }), ...behave(spec) }
    const life: Life = { spec, behaviour, timers: new Set(), troubles: host.troubles, late: host.late, pid: nextPid++, host }
    lives.set(execId, life)
    later(life, 1, () => begin(life, id))
  }

  function begin(life: Life, dynoId: string): void {
    if (life.behaviour.prints.length === 0) sink?.output({ dynoId: life.spec.id, kind: 'raw', lines: [`There is no shell in a simulated dyno (${dynoId}): what is typed comes back.\r\n`], dropped: 0 })
    command(life)
  }

  function listen(life: Life): void {
    sink?.observed({ kind: 'listening', dynoId: life.spec.id })
    if (life.spec.launch?.crashAfterMs !== undefined) crash(life, life.spec.launch.crashAfterMs)
  }

  function crash(life: Life, ms: number): void {
    later(life, ms, () => exit(life, 1, null, null))
  }

  /** `said`: lines before these. The rate holds however late the timers are. */
  function print(life: Life, said: number, since: number): void {
    const { spec, behaviour } = life
    const due = Math.floor(((clock.now() - since) / 1000) * behaviour.linesPerSecond)
    const lines = Array.from({ length: due - said }, (_, index) => `simulated line ${said + index + 1} of ${spec.name}`)
    if (lines.length > 0) sink?.output({ dynoId: spec.id, kind: spec.attached ? 'raw' : 'lines', lines, dropped: 0 })
    act(life, Math.max(printEveryMs, 1000 / behaviour.linesPerSecond), () => print(life, due, since))
  }

  function sample(life: Life): void {
    const usual = { memoryBytes: life.behaviour.memoryBytes, cpuPercent: Math.round(random.next() * 50) / 10, processes: 1 }
    sink?.observed({ kind: 'sample', dynoId: life.spec.id, ...figuresUnder(usual, life.troubles, clock.now()) })
    later(life, sampleMs, () => sample(life))
  }

  /** Says whether it reached the dyno. */
  function signal(dynoId: string, name: StruckSignal): boolean {
    const life = lives.get(dynoId)
    if (life === undefined || (name === 'SIGTERM' && life.spec.launch?.ignoresTerm === true)) return false
    const die = (): void => exit(life, exitStatusOf[name], name, null)
    if (name === 'SIGKILL') later(life, 1, die)
    else if (!askingSignals.includes(name)) act(life, 1, die)
    else if (life.behaviour.termMs !== null) act(life, life.behaviour.termMs, die)
    return true
  }

  async function afflict(dynoId: string, leaseId: string, trouble: DynoTrouble): Promise<readonly string[]> {
    const life = lives.get(dynoId)
    if (life === undefined) throw new Error('That dyno does not run any more.')
    const { name } = life.spec
    if (life.pid === null) throw new Error(`${name} is only being prepared. Try again when it runs.`)
    if (trouble.kind === 'signal') {
      return [signal(dynoId, trouble.signal) ? `${name}: ${trouble.signal} was sent to all its processes.` : `${name}: ${trouble.signal} did not reach it, as another fault keeps that from it.`]
    }
    life.troubles.push({ leaseId, trouble, since: clock.now() })
    tell(dynoId)
    return [changedBy(name, trouble)]
  }

  async function relieve(dynoId: string, leaseId: string): Promise<Relief> {
    const life = lives.get(dynoId)
    if (life === undefined) return { restored: [], residue: [] }
    const gone = life.troubles.filter((one) => one.leaseId === leaseId)
    const left = life.troubles.filter((one) => one.leaseId !== leaseId)
    life.troubles.splice(0, life.troubles.length, ...left)
    tell(dynoId)
    if (!isFrozenUnder(left)) for (const doing of life.late.splice(0)) if (lives.get(dynoId) === life) doing()
    return { restored: gone.reverse().map(({ trouble }) => restoredFrom(life.spec.name, trouble)), residue: [] }
  }

  const tell = (dynoId: string): void => listeners.forEach((listener) => listener(dynoId))

  function exit(life: Life, exitStatus: number | null, by: string | null, failure: string | null): void {
    if (lives.get(life.spec.id) !== life) return
    for (const cancel of life.timers) cancel()
    lives.delete(life.spec.id)
    for (const other of lives.values()) if (other.host === life) exit(other, exitStatusOf.SIGKILL, 'SIGKILL', null)
    sink?.observed({ kind: 'exited', dynoId: life.spec.id, exitStatus, signal: by, failure })
  }

  /** What the program does itself; a frozen one does it when it goes on. */
  function act(life: Life, ms: number, fire: () => void): void {
    later(life, ms, () => {
      if (isFrozenUnder(life.troubles)) life.late.push(fire)
      else fire()
    })
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
    ready: (kind) => (kind === 'simulated' ? Promise.resolve() : Promise.reject(new PlatformError('runtime-unknown', { runtime: kind, why: 'everything of this platform is simulated' }))),
    connect: (given) => (sink = given),
    recover: () => Promise.resolve(0),
    start,
    exec,
    signal,
    strike: signal,
    conditionOf: (dynoId) => {
      const troubles = lives.get(dynoId)?.troubles ?? []
      return troubles.length === 0 ? null : conditionUnder(troubles)
    },
    onCondition: (listener) => void listeners.push(listener),
    afflict,
    relieve,
    write: (dynoId, text) => {
      if (lives.get(dynoId)?.spec.attached === true) sink?.output({ dynoId, kind: 'raw', lines: [text], dropped: 0 })
    },
    hold: () => {},
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
