// A world for tests on real processes: slugs made of a few files, programs in Node, real time.

import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Program, ProgramBehaviour, RuntimeWorld } from '../../engine/ports/dyno-runtime.contract.ts'
import type { DynoObservation, DynoOutput, DynoSpec } from '../../engine/ports/dyno-runtime.ts'
import { isPortFree } from './port-pool.ts'
import { createProcessRuntime, type ProcessRuntimeOptions } from './process-runtime.ts'

export type ProcessWorld = RuntimeWorld & {
  readonly dataDir: string
  /** Keeps a slug of these files; names that end in .sh or have no dot can be executed. */
  slug(files: Readonly<Record<string, string>>): string
}

/** Long, as a busy machine needs: who waits in vain has failed anyway. */
const untilMs = 40_000

/** Behaves as the contract asks, told by its environment-free arguments. */
const actor = `const b = JSON.parse(process.argv[2])
for (const line of b.prints ?? []) console.log(line)
if (b.linesPerSecond) setInterval(() => console.log('tick'), 1000 / b.linesPerSecond)
if (b.ignoresTerm) process.on('SIGTERM', () => {})
if (b.echoes) process.stdin.on('data', (data) => process.stdout.write(data))
if (b.listens !== false) setTimeout(() => require('http').createServer((_, res) => res.end('ok')).listen(process.env.PORT), b.bootMs ?? 0)
if (b.exitAfterMs !== undefined) setTimeout(() => process.exit(b.exitStatus ?? 0), b.exitAfterMs)
setInterval(() => {}, 1000)
`

export function makeFolder(name: string): string {
  return realpathSync(mkdtempSync(join(tmpdir(), `dynarium-${name}-`)))
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    if (/(^|\/)[^.]+(\.sh)?$/.test(name)) chmodSync(path, 0o755)
  }
}

export function makeProcessWorld(options: Partial<ProcessRuntimeOptions> = {}): ProcessWorld {
  const dataDir = options.dataDir ?? makeFolder('runtime')
  const slugs = new Map<string, Readonly<Record<string, string>>>()
  const runtime = createProcessRuntime({
    dataDir, sessionId: 'session-1', sampleEveryMs: 200,
    openSlug: async (slugId, folder) => {
      const files = slugs.get(slugId)
      if (files === undefined) throw new Error('The slug is not on this disk.')
      writeFiles(folder, files)
    },
    ...options,
  })

  function slug(files: Readonly<Record<string, string>>): string {
    const slugId = `slug-${slugs.size + 1}`
    slugs.set(slugId, files)
    return slugId
  }

  return {
    runtime, dataDir, slug,
    program: (behaviour: ProgramBehaviour): Program => ({ slugId: slug({ 'actor.cjs': actor }), command: `exec node actor.cjs '${JSON.stringify(behaviour)}'` }),
    lostProgram: () => ({ slugId: 'slug-none', command: 'true' }),
    until: (what, condition) => waitUntil(what, condition),
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    close: async () => {
      await runtime.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export async function waitUntil(what: string, condition: () => boolean): Promise<void> {
  const end = Date.now() + untilMs
  while (!condition()) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Two neighbours that nobody has, below what dynos of other tests and outgoing connections get. */
export async function freePorts(): Promise<readonly [number, number]> {
  for (;;) {
    const first = 10_000 + 2 * Math.floor(Math.random() * 1000)
    if ((await isPortFree(first)) && (await isPortFree(first + 1))) return [first, first + 1]
  }
}

export type Witness = {
  readonly observations: DynoObservation[]
  readonly outputs: DynoOutput[]
  lines(dynoId: string): string[]
  raw(dynoId: string): string
  exit(dynoId: string): Promise<Extract<DynoObservation, { kind: 'exited' }>>
  until(dynoId: string, kind: DynoObservation['kind']): Promise<void>
  pid(dynoId: string): number
}

/** Connects to the runtime and remembers what it says. */
export function witness(world: ProcessWorld): Witness {
  const observations: DynoObservation[] = []
  const outputs: DynoOutput[] = []
  world.runtime.connect({ observed: (observation) => observations.push(observation), output: (output) => outputs.push(output) })
  const of = <K extends DynoObservation['kind']>(dynoId: string, kind: K) =>
    observations.find((observation): observation is Extract<DynoObservation, { kind: K }> => observation.dynoId === dynoId && observation.kind === kind)
  const until = (dynoId: string, kind: DynoObservation['kind']): Promise<void> => waitUntil(`${dynoId} ${kind}`, () => of(dynoId, kind) !== undefined)
  return {
    observations, outputs, until,
    lines: (dynoId) => outputs.filter((output) => output.dynoId === dynoId && output.kind === 'lines').flatMap((output) => output.lines),
    raw: (dynoId) => outputs.filter((output) => output.dynoId === dynoId && output.kind === 'raw').flatMap((output) => output.lines).join(''),
    exit: async (dynoId) => {
      await until(dynoId, 'exited')
      const found = of(dynoId, 'exited')
      if (found === undefined) throw new Error('it was just there')
      return found
    },
    pid: (dynoId) => of(dynoId, 'launched')?.pid ?? 0,
  }
}

export function dynoSpec(id: string, slugId: string, command: string, more: Partial<DynoSpec> = {}): DynoSpec {
  return {
    id, appId: 'app-1', appName: 'quiet-otter-1', name: 'worker.1', type: 'worker', kind: 'formation', command, env: { DYNO: 'worker.1' }, slugId,
    stack: 'heroku-24', runtime: 'process', wantsPort: false, terminal: null, attached: false, memoryBytes: 512 * 1024 * 1024, maxProcesses: 256, ...more,
  }
}
