// A world for tests on real dynos: slugs made of a few files, programs in Node, real time.

import { rmSync } from 'node:fs'
import type { RuntimeKind } from '../../../shared/domain/runtime.ts'
import type { Program, ProgramBehaviour, RuntimeWorld } from '../../engine/ports/dyno-runtime.contract.ts'
import type { DynoObservation, DynoOutput, DynoRuntime, DynoSpec } from '../../engine/ports/dyno-runtime.ts'
import type { OpenSlug } from './slug-shelf.ts'
import { writeFiles } from './test-files.fixture.ts'

export type SlugWorld<Runtime extends DynoRuntime> = RuntimeWorld & {
  readonly runtime: Runtime
  readonly dataDir: string
  /** Keeps a slug of these files; names that end in .sh or have no dot can be executed. */
  slug(files: Readonly<Record<string, string>>): string
}

/** Long, as a busy machine needs, but shorter than a test may take: what was waited for in vain is said. */
const untilMs = 55_000

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

export function makeSlugWorld<Runtime extends DynoRuntime>(dataDir: string, make: (dataDir: string, openSlug: OpenSlug) => Runtime): SlugWorld<Runtime> {
  const slugs = new Map<string, Readonly<Record<string, string>>>()
  const runtime = make(dataDir, async (slugId, folder) => {
    const files = slugs.get(slugId)
    if (files === undefined) throw new Error('The slug is not on this disk.')
    writeFiles(folder, files)
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
    until: waitUntil,
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    close: async () => {
      await runtime.stop().finally(() => rmSync(dataDir, { recursive: true, force: true }))
    },
  }
}

export async function waitUntil(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + untilMs
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export type Witness = {
  readonly observations: DynoObservation[]
  readonly outputs: DynoOutput[]
  of(dynoId: string): readonly DynoObservation[]
  lines(dynoId: string): string[]
  raw(dynoId: string): string
  until(dynoId: string, kind: DynoObservation['kind']): Promise<void>
  exit(dynoId: string): Promise<Extract<DynoObservation, { kind: 'exited' }>>
  pid(dynoId: string): number
}

/** Connects to the runtime and remembers what it says. */
export function witness({ runtime }: { readonly runtime: DynoRuntime }): Witness {
  const observations: DynoObservation[] = []
  const outputs: DynoOutput[] = []
  runtime.connect({ observed: (observation) => observations.push(observation), output: (output) => outputs.push(output) })
  const of = (dynoId: string): DynoObservation[] => observations.filter((one) => one.dynoId === dynoId)
  const first = <K extends DynoObservation['kind']>(dynoId: string, kind: K) => of(dynoId).find((one): one is Extract<DynoObservation, { kind: K }> => one.kind === kind)
  const lines = (dynoId: string): string[] => outputs.filter((output) => output.dynoId === dynoId).flatMap((output) => output.lines)
  const until = (dynoId: string, kind: DynoObservation['kind']): Promise<void> => waitUntil(`${dynoId} ${kind}`, () => first(dynoId, kind) !== undefined)
  return {
    observations, outputs, of, lines, until,
    raw: (dynoId) => lines(dynoId).join(''),
    exit: async (dynoId) => {
      await until(dynoId, 'exited')
      const found = first(dynoId, 'exited')
      if (found === undefined) throw new Error('it was just there')
      return found
    },
    pid: (dynoId) => first(dynoId, 'launched')?.pid ?? 0,
  }
}

export const specsFor = (runtime: RuntimeKind) => (id: string, slugId: string, command: string, more: Partial<DynoSpec> = {}): DynoSpec => ({
  id, appId: 'app-1', appName: 'quiet-otter-1', name: 'worker.1', type: 'worker', kind: 'formation', command, env: { DYNO: 'worker.1' }, slugId,
  stack: 'heroku-24', runtime, wantsPort: false, terminal: null, attached: false, memoryBytes: 512 * 1024 * 1024, maxProcesses: 256, ...more,
})
