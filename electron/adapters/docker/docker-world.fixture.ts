// A world for tests on real containers: slugs made of a few files, programs in Node, real time.

import Docker from 'dockerode'
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Program, ProgramBehaviour, RuntimeWorld } from '../../engine/ports/dyno-runtime.contract.ts'
import type { DynoObservation, DynoOutput, DynoSpec } from '../../engine/ports/dyno-runtime.ts'
import { createDockerRuntime, type DockerRuntime, type DockerRuntimeOptions } from './docker-runtime.ts'
import type { OpenSlug } from './slug-tars.ts'

export type DockerForTests = { readonly address: string; readonly image: string }

/** What tests run on; null where there is none. */
export const dockerForTests: DockerForTests | null = fromEnvironment(process.env['DYNARIUM_DOCKER'], process.env['DYNARIUM_STACK_IMAGE'])

export type DockerWorld = RuntimeWorld & {
  readonly runtime: DockerRuntime
  readonly dataDir: string
  /** Keeps a slug of these files. */
  slug(files: Readonly<Record<string, string>>): string
}

/** Long, as a busy machine needs: who waits in vain has failed anyway. */
const untilMs = 60_000

const actor = `const b = JSON.parse(process.argv[2])
for (const line of b.prints ?? []) console.log(line)
if (b.linesPerSecond) setInterval(() => console.log('tick'), 1000 / b.linesPerSecond)
process.on('SIGTERM', () => { if (!b.ignoresTerm) { process.removeAllListeners('SIGTERM'); process.kill(process.pid, 'SIGTERM') } })
if (b.echoes) process.stdin.on('data', (data) => process.stdout.write(data))
if (b.listens !== false) setTimeout(() => require('http').createServer((_, res) => res.end('ok')).listen(process.env.PORT), b.bootMs ?? 0)
if (b.exitAfterMs !== undefined) setTimeout(() => process.exit(b.exitStatus ?? 0), b.exitAfterMs)
setInterval(() => {}, 1000)
`

export function dockerAt(address: string): Docker {
  return address.startsWith('unix://') ? new Docker({ socketPath: address.slice('unix://'.length) }) : new Docker({ host: address })
}

export function makeFolder(name: string): string {
  return realpathSync(mkdtempSync(join(tmpdir(), `dynarium-${name}-`)))
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    chmodSync(path, 0o755)
  }
}

export function makeDockerWorld(options: Partial<DockerRuntimeOptions> = {}): DockerWorld {
  return makeContainerWorld(options.dataDir ?? makeFolder('docker'), (dataDir, openSlug) => createDockerRuntime({
    docker: dockerAt(dockerForTests?.address ?? ''), dataDir, sessionId: 'session-1', sampleEveryMs: 200, isDirect: process.platform === 'linux',
    image: () => Promise.resolve(dockerForTests?.image ?? ''), openSlug,
    ...options,
  }))
}

export function makeContainerWorld(dataDir: string, make: (dataDir: string, openSlug: OpenSlug) => DockerRuntime): DockerWorld {
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
  readonly outputs: DynoOutput[]
  of(dynoId: string): readonly DynoObservation[]
  lines(dynoId: string): string[]
  until(dynoId: string, kind: DynoObservation['kind']): Promise<void>
  exit(dynoId: string): Promise<Extract<DynoObservation, { kind: 'exited' }>>
}

/** Connects to the runtime and remembers what it says. */
export function witness({ runtime }: DockerWorld): Witness {
  const observations: DynoObservation[] = []
  const outputs: DynoOutput[] = []
  runtime.connect({ observed: (observation) => observations.push(observation), output: (output) => outputs.push(output) })
  const of = (dynoId: string): DynoObservation[] => observations.filter((one) => one.dynoId === dynoId)
  const until = (dynoId: string, kind: DynoObservation['kind']): Promise<void> => waitUntil(`${dynoId} ${kind}`, () => of(dynoId).some((one) => one.kind === kind))
  return {
    outputs, of, until,
    lines: (dynoId) => outputs.filter((output) => output.dynoId === dynoId).flatMap((output) => output.lines),
    exit: async (dynoId) => {
      await until(dynoId, 'exited')
      const found = of(dynoId).find((one): one is Extract<DynoObservation, { kind: 'exited' }> => one.kind === 'exited')
      if (found === undefined) throw new Error('it was just there')
      return found
    },
  }
}

export function dynoSpec(id: string, slugId: string, command: string, more: Partial<DynoSpec> = {}): DynoSpec {
  return {
    id, appId: 'app-1', appName: 'quiet-otter-1', name: 'worker.1', type: 'worker', kind: 'formation', command, env: { DYNO: 'worker.1' }, slugId,
    stack: 'heroku-24', runtime: 'docker', wantsPort: false, terminal: null, attached: false, memoryBytes: 512 * 1024 * 1024, maxProcesses: 256, ...more,
  }
}

function fromEnvironment(address = '', image = ''): DockerForTests | null {
  return address === '' || image === '' ? null : { address, image }
}
