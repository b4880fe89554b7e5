// The life of one dyno: a folder, a port, a process, its output, its end. It reports; the engine decides.

import { containerStack } from '../../../shared/domain/stacks.ts'
import type { DynoSignal, DynoSink, DynoSpec, DynoTrouble, ExecSpec } from '../../engine/ports/dyno-runtime.ts'
import { launchInTerminal, launchPiped, type ProgramChild } from '../parts/program-child.ts'
import { startExec, type ExecHome } from './dyno-exec.ts'
import { dynoEnvironment } from './dyno-environment.ts'
import { labelNames } from './labels.ts'
import type { DynoFolder, DynoFolders } from './dyno-folders.ts'
import { inputBytes } from '../parts/input-bytes.ts'
import { exitOf, type Exit } from '../parts/exit-status.ts'
import { launcherArguments } from '../parts/launcher.ts'
import type { LaunchGate } from './launch-gate.ts'
import { createDoom, isKeptFrom } from '../parts/launch-trouble.ts'
import type { DynoControls, Ending, LiveExec } from '../parts/live-dynos.ts'
import { notRunning } from '../parts/not-running.ts'
import { passOn } from './pass-on.ts'
import { writePidFile } from './pid-file.ts'
import type { PortPool } from './port-pool.ts'
import type { PortWatch } from './port-watch.ts'
import type { Owner, ProcessFinder } from './process-finder.ts'
import type { ProcessTable } from './process-table.ts'
import { reap, signalGroup, signalStrays } from './process-tree.ts'
import type { DynoTroubles } from '../parts/trouble-leases.ts'
import { createProcessTroubles } from './trouble/process-troubles.ts'
import { createStillness } from './trouble/stillness.ts'
import type { Warden } from './warden.ts'

export type DynoHouse = {
  readonly dataDir: string
  readonly sessionId: string
  readonly sink: DynoSink
  readonly folders: DynoFolders
  readonly gate: LaunchGate
  readonly ports: PortPool
  readonly portWatch: PortWatch
  readonly finder: ProcessFinder
  readonly table: Pick<ProcessTable, 'startOf' | 'spentMs'>
  readonly warden: Warden
  shell(): string
}

export type RunningDyno = DynoControls & Ending & {
  /** Null before it was launched and after its first process ended. */
  owner(): Owner | null
}

/** `port` is the one that is watched, `told` the one that is in its environment. */
type Place = { readonly folder: DynoFolder | null; readonly port: number | null; readonly told: number | null; readonly failure: string | null }

/** How long the rest of the output of an ended dyno is waited for. All who could write are gone by then. */
const drainMs = 1000

export function runDyno(spec: DynoSpec, house: DynoHouse): RunningDyno {
  const { sink } = house
  const raw = spec.attached || spec.terminal !== null
  const label = { kind: 'dyno', id: spec.id } as const
  let child: ProgramChild | null = null
  let alive = false
  let early: DynoSignal | null = null
  let troubles: DynoTroubles | null = null
  let home: ExecHome | null = null
  let isHeld = false
  let output: ReturnType<typeof passOn> | null = null
  const companions = new Set<number>()

  async function live(): Promise<void> {
    const place = await prepare()
    const end = await (place.failure === null ? runIn(place) : Promise.resolve({ exitStatus: null, signal: null, failure: place.failure }))
    if (place.folder !== null) await house.folders.discard(place.folder)
    for (const port of new Set([place.port, place.told])) if (port !== null) house.ports.giveBack(port)
    sink.observed({ kind: 'exited', dynoId: spec.id, ...end })
  }

  async function prepare(): Promise<Place> {
    const preparation = house.gate.enter()
    const isDeaf = spec.wantsPort && spec.launch?.isDeaf === true
    const [folder, port, other] = await Promise.allSettled([prepareFolder(), spec.wantsPort ? house.ports.take() : null, isDeaf ? house.ports.take() : null])
    const failed = [folder, port, other].find((result): result is PromiseRejectedResult => result.status === 'rejected') ?? null
    if (failed === null) await preparation.prepared()
    else preparation.failed()
    return { folder: valueOf(folder), port: valueOf(port), told: isDeaf ? valueOf(other) : valueOf(port), failure: failed === null ? null : textOf(failed.reason) }
  }

  function prepareFolder(): Promise<DynoFolder> {
    if (spec.stack === containerStack) return Promise.reject(new Error('Its release is an image, and images run in containers only. Move the app there: runtime:set docker.'))
    return house.folders.prepare(spec.id, spec.slugId)
  }

  async function runIn({ folder, port, told }: Place): Promise<Exit & { readonly failure: string | null }> {
    if (folder === null) throw new Error('a prepared dyno has a folder')
    if (early !== null) return { ...exitOf(null, early), failure: null }
    try {
      return { ...(await run(folder, port, told)), failure: null }
    } catch (error) {
      return { exitStatus: null, signal: null, failure: textOf(error) }
    }
  }

  async function run(folder: DynoFolder, port: number | null, told: number | null): Promise<Exit> {
    const place = { app: folder.app, temporary: folder.temporary, port: told, dataDir: house.dataDir, sessionId: house.sessionId }
    const launch = { shell: house.shell(), parameters: launcherArguments(spec.command, spec.launch), cwd: folder.app, env: dynoEnvironment(spec, place) }
    const process = spec.terminal === null ? await launchPiped(launch, raw) : launchInTerminal(launch, spec.terminal)
    home = launch
    child = process
    alive = true
    house.warden.guard(process.pid)
    const passing = passOn(process, { dynoId: spec.id, isRaw: raw, isBytes: spec.isBytes }, sink.output)
    output = passing
    passing.hold(isHeld)
    void record(process.pid, folder)
    troubles = troublesOf(process.pid)
    const doom = createDoom(spec.launch?.crashAfterMs, () => signalGroup(process.pid, 'SIGKILL'))
    const forgetPort = announce(process.pid, port, doom.begin)
    const exit = doom.outcome(await process.exited)
    alive = false
    doom.cancel()
    forgetPort()
    troubles.end()
    signalGroup(process.pid, 'SIGKILL')
    await reap(house.finder, { pid: process.pid, label })
    house.warden.dismiss(process.pid)
    passing.release()
    await Promise.race([process.drained, new Promise((resolve) => setTimeout(resolve, drainMs))])
    process.close()
    passing.end()
    return exit
  }

  async function record(pid: number, folder: DynoFolder): Promise<void> {
    const start = await house.table.startOf(pid)
    if (start !== null && alive) await writePidFile(folder.root, { pid, start }).catch(() => {})
  }

  function announce(pid: number, port: number | null, ready: () => void): () => void {
    sink.observed({ kind: 'launched', dynoId: spec.id, pid, address: port === null ? null : { host: '127.0.0.1', port } })
    // It may have been told to stop in the moment between spawn and here.
    if (early !== null) signal(early)
    if (port !== null) return house.portWatch.watch(port, listening)
    ready()
    return () => {}

    function listening(): void {
      if (!alive) return
      sink.observed({ kind: 'listening', dynoId: spec.id })
      ready()
    }
  }

  function troublesOf(pid: number): DynoTroubles {
    const owner = { pid, label, companions }
    const labels = { [labelNames.dyno]: spec.id, [labelNames.data]: house.dataDir, [labelNames.session]: house.sessionId }
    const { finder, table, warden } = house
    const dyno = { name: spec.name, pid, owner, labels, shell: house.shell(), finder, table, warden, stillness: createStillness(finder, owner), companions, diskHold: { count: 0, limits: new Map<string, string>() } }
    return createProcessTroubles(dyno, (name) => {
      if (!alive || isKeptFrom(spec, name)) return false
      // What a fault runs inside the dyno is not meant: a SIGUSR1 is for the program.
      send(name, owner)
      return true
    })
  }

  function signal(name: DynoSignal): void {
    if (isKeptFrom(spec, name)) return
    if (child === null || !alive) {
      early ??= name
      return
    }
    send(name, { pid: child.pid, label })
  }

  function send(name: NodeJS.Signals, owner: Owner & { readonly pid: number }): void {
    signalGroup(owner.pid, name)
    // The group has it already; those that left it are reaped at the end in any case.
    void signalStrays(house.finder, owner, name).catch(() => {})
  }

  function afflict(leaseId: string, trouble: DynoTrouble): Promise<readonly string[]> {
    return troubles !== null && alive ? troubles.afflict(leaseId, trouble) : Promise.reject(notRunning(spec.name, troubles !== null))
  }

  function exec(wanted: ExecSpec): Promise<LiveExec> {
    return home !== null && alive ? startExec(wanted, home, sink, house.warden) : Promise.reject(notRunning(spec.name, home !== null))
  }

  return {
    signal, afflict, exec,
    relieve: (leaseId) => troubles?.relieve(leaseId) ?? Promise.resolve({ restored: [], residue: [] }),
    write: (text) => {
      if (alive && child !== null) return child.write(inputBytes(text, spec.isBytes))
    },
    hold: (wanted) => {
      isHeld = wanted
      output?.hold(wanted)
    },
    resize: (columns, rows) => alive && child?.resize(columns, rows),
    owner: () => (alive && child !== null ? { pid: child.pid, label, companions } : null),
    // A turn later: nothing is observed of a start before it has returned.
    ended: Promise.resolve().then(live),
  }
}

function valueOf<T>(result: PromiseSettledResult<T>): T | null {
  return result.status === 'fulfilled' ? result.value : null
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
