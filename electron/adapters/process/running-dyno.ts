// The life of one dyno: a folder, a port, a process, its output, its end. It reports; the engine decides.

import { StringDecoder } from 'node:string_decoder'
import type { DynoSignal, DynoSink, DynoSpec } from '../../engine/ports/dyno-runtime.ts'
import { exitOf, launchInTerminal, launchPiped, type DynoChild, type Exit } from './dyno-child.ts'
import { dynoEnvironment } from './dyno-environment.ts'
import type { DynoFolder, DynoFolders } from './dyno-folders.ts'
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
    let folder: DynoFolder | null = null
    let port: number | null = null
    let end: Exit & { readonly failure: string | null }
    const preparation = house.gate.enter()
    try {
      try {
        const taking = spec.wantsPort ? house.ports.take().then((taken) => (port = taken)) : null
        folder = await house.folders.prepare(spec.id, spec.slugId).finally(() => taking)
      } catch (error) {
        preparation.failed()
        throw error
      }
      await preparation.prepared()
      end = { ...(early === null ? await run(folder, port) : exitOf(null, early)), failure: null }
    } catch (error) {
      end = { exitStatus: null, signal: null, failure: error instanceof Error ? error.message : String(error) }
    }
    if (folder !== null) await house.folders.discard(folder)
    if (port !== null) house.ports.giveBack(port)
    sink.observed({ kind: 'exited', dynoId: spec.id, ...end })
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

  /** Without the file (a full disk) a later engine still knows the dyno by its label. */
  async function record(pid: number, folder: DynoFolder): Promise<void> {
    const start = await house.table.startOf(pid)
    if (start !== null && alive) attempt(() => writePidFile(folder.root, { pid, start }))
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
    void signalStrays(house.finder, { pid: child.pid, label }, name)
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

function attempt(action: () => void): void {
  try {
    action()
  } catch {
    // What it was for has another way.
  }
}

/** Nothing is dropped for an attached reader: its program waits instead. Characters are never cut. */
function createRawPump(emit: (text: string) => void): { take(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8')
  const pass = (text: string): void => {
    if (text !== '') emit(text)
  }
  return { take: (chunk) => pass(decoder.write(chunk)), end: () => pass(decoder.end()) }
}
