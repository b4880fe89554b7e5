// The life of one dyno: a folder, a port, a process, its output, its end. It reports; the engine decides.

import { StringDecoder } from 'node:string_decoder'
import type { DynoSignal, DynoSink, DynoSpec } from '../../engine/ports/dyno-runtime.ts'
import { launchInTerminal, launchPiped, type DynoChild } from './dyno-child.ts'
import { dynoEnvironment } from './dyno-environment.ts'
import type { DynoFolder, DynoFolders } from './dyno-folders.ts'
import { exitOf, type Exit } from './exit-status.ts'
import { launcherArguments } from './launcher.ts'
import type { LaunchGate } from './launch-gate.ts'
import { createLinePump } from './line-pump.ts'
import { createPace } from './pace.ts'
import { writePidFile } from './pid-file.ts'
import type { PortPool } from './port-pool.ts'
import type { PortWatch } from './port-watch.ts'
import type { Owner, ProcessFinder } from './process-finder.ts'
import type { ProcessTable } from './process-table.ts'
import { reap, signalGroup, signalStrays } from './process-tree.ts'
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
  readonly table: Pick<ProcessTable, 'startOf'>
  readonly warden: Warden
  shell(): string
}

export type RunningDyno = {
  signal(signal: DynoSignal): void
  write(text: string): void
  resize(columns: number, rows: number): void
  /** Null before it was launched and after its first process ended. */
  owner(): Owner | null
  /** After its exit was observed. */
  readonly ended: Promise<void>
}

type Place = { readonly folder: DynoFolder | null; readonly port: number | null; readonly failure: string | null }

/** How long the rest of the output of an ended dyno is waited for. All who could write are gone by then. */
const drainMs = 1000

export function runDyno(spec: DynoSpec, house: DynoHouse): RunningDyno {
  const { sink } = house
  const raw = spec.attached || spec.terminal !== null
  const label = { kind: 'dyno', id: spec.id } as const
  let child: DynoChild | null = null
  let alive = false
  let early: DynoSignal | null = null

  async function live(): Promise<void> {
    const place = await prepare()
    const end = await (place.failure === null ? runIn(place) : Promise.resolve({ exitStatus: null, signal: null, failure: place.failure }))
    if (place.folder !== null) await house.folders.discard(place.folder)
    if (place.port !== null) house.ports.giveBack(place.port)
    sink.observed({ kind: 'exited', dynoId: spec.id, ...end })
  }

  async function prepare(): Promise<Place> {
    const preparation = house.gate.enter()
    const [folder, port] = await Promise.allSettled([house.folders.prepare(spec.id, spec.slugId), spec.wantsPort ? house.ports.take() : null])
    const failed = folder.status === 'rejected' ? folder : port.status === 'rejected' ? port : null
    if (failed === null) await preparation.prepared()
    else preparation.failed()
    return { folder: valueOf(folder), port: valueOf(port), failure: failed === null ? null : textOf(failed.reason) }
  }

  async function runIn({ folder, port }: Place): Promise<Exit & { readonly failure: string | null }> {
    if (folder === null) throw new Error('a prepared dyno has a folder')
    if (early !== null) return { ...exitOf(null, early), failure: null }
    try {
      return { ...(await run(folder, port)), failure: null }
    } catch (error) {
      return { exitStatus: null, signal: null, failure: textOf(error) }
    }
  }

  async function run(folder: DynoFolder, port: number | null): Promise<Exit> {
    const place = { app: folder.app, temporary: folder.temporary, port, dataDir: house.dataDir, sessionId: house.sessionId }
    const launch = { shell: house.shell(), parameters: launcherArguments(spec.command), cwd: folder.app, env: dynoEnvironment(spec, place) }
    const process = spec.terminal === null ? await launchPiped(launch, raw) : launchInTerminal(launch, spec.terminal)
    child = process
    alive = true
    house.warden.guard(process.pid)
    const output = passOn(process)
    void record(process.pid, folder)
    const forgetPort = announce(process.pid, port)
    const exit = await process.exited
    alive = false
    forgetPort()
    signalGroup(process.pid, 'SIGKILL')
    await reap(house.finder, { pid: process.pid, label })
    house.warden.dismiss(process.pid)
    output.release()
    await Promise.race([process.drained, new Promise((resolve) => setTimeout(resolve, drainMs))])
    process.close()
    output.end()
    return exit
  }

  async function record(pid: number, folder: DynoFolder): Promise<void> {
    const start = await house.table.startOf(pid)
    if (start !== null && alive) await writePidFile(folder.root, { pid, start }).catch(() => {})
  }

  function announce(pid: number, port: number | null): () => void {
    sink.observed({ kind: 'launched', dynoId: spec.id, pid, address: port === null ? null : { host: '127.0.0.1', port } })
    // It may have been told to stop in the moment between spawn and here.
    if (early !== null) signal(early)
    return port === null ? () => {} : house.portWatch.watch(port, () => alive && sink.observed({ kind: 'listening', dynoId: spec.id }))
  }

  function passOn(process: DynoChild): { release(): void; end(): void } {
    const pump = raw
      ? createRawPump((text) => sink.output({ dynoId: spec.id, kind: 'raw', lines: [text], dropped: 0 }))
      : createLinePump({ emit: (lines, dropped) => sink.output({ dynoId: spec.id, kind: 'lines', lines, dropped }) })
    const pace = createPace(process)
    process.onOutput((chunk) => {
      pump.take(chunk)
      pace.took(chunk.length)
    })
    return { release: pace.release, end: pump.end }
  }

  function signal(name: DynoSignal): void {
    if (child === null || !alive) {
      early ??= name
      return
    }
    signalGroup(child.pid, name)
    // The group has it already; those that left it are reaped at the end in any case.
    void signalStrays(house.finder, { pid: child.pid, label }, name).catch(() => {})
  }

  return {
    signal,
    write: (text) => alive && child?.write(text),
    resize: (columns, rows) => alive && child?.resize(columns, rows),
    owner: () => (alive && child !== null ? { pid: child.pid, label } : null),
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

/** Nothing is dropped for an attached reader: its program waits instead. Characters are never cut. */
function createRawPump(emit: (text: string) => void): { take(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8')
  const pass = (text: string): void => {
    if (text !== '') emit(text)
  }
  return { take: (chunk) => pass(decoder.write(chunk)), end: () => pass(decoder.end()) }
}
