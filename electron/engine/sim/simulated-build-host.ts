// Builds without disk or programs: sources are maps of path to text, steps take virtual time and succeed unless a rule says
// otherwise. Demos, the lab and engine tests build on it. Heroku's slug compiler does the real thing; here a slug is only a
// hash of its files, so the same tree gives the same id, as in the real host.

import ignore from 'ignore'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import type { BuildHost, BuildRequest, BuildStep, FetchedBuildpack, ImageWorkspace, SourceTree, StepResult, Tool, Workspace } from '../ports/build-host.ts'
import type { Clock } from '../ports/clock.ts'
import { createPause } from './pause.ts'
import { createSimulatedImages, type ImageStep } from './simulated-images.ts'
import { treeHash } from './tree-hash.ts'

/** Path to text. */
export type Files = Readonly<Record<string, string>>

/** What a program does. The first rule whose `match` is in its label or command line counts. */
export type StepRule = {
  readonly match: string | RegExp
  readonly exitStatus?: number
  readonly output?: string
  /** Virtual milliseconds it takes; 'forever' ends only when the build is cancelled. */
  readonly takes?: number | 'forever'
  readonly writes?: Files
}

export type SimulatedBuildpack = {
  readonly name: string
  readonly detect: (tree: SourceTree) => string | null
  readonly output: string
  readonly exitStatus: number
  readonly writes: Files
  /** YAML of bin/release. */
  readonly release: string
}

export type SimulatedBuildOptions = {
  readonly clock: Clock
  /** The files of a source, null when there are none to be read. */
  readonly source: (request: BuildRequest, output: (text: string) => void) => Files | null | Promise<Files | null>
  /** Program to version; null means every program is there. */
  readonly tools?: Readonly<Record<string, string>> | null
  /** Versions of programs where every one is there. */
  readonly versions?: Readonly<Record<string, string>>
  readonly rules?: readonly StepRule[]
  /** By address. */
  readonly buildpacks?: Readonly<Record<string, SimulatedBuildpack>>
  /** Milliseconds a program takes that no rule speaks of. */
  readonly stepMs?: number
  /** Size of every slug, in place of the length of its texts. */
  readonly slugBytes?: number
}

export type SimulatedBuildHost = BuildHost & {
  /** Build folders not closed yet. */
  openFolders(): number
  /** Files of a slug, as a dyno would see them. */
  slugFiles(slugId: string): Files | null
}

const defaultStepMs = 400
const packMs = 150
/** From when a slug is on the shelf until that is sure and said. */
const syncMs = 50
const fetchMs = 800
const slugMaxBytes = 500 * 1024 * 1024
const assumedVersion = '1.0.0'
const commandNotFound = 127

export function createSimulatedBuildHost(options: SimulatedBuildOptions): SimulatedBuildHost {
  const slugs = new Map<string, Files>()
  const caches = new Map<string, Map<string, string>>()
  const folders = new Set<string>()

  async function sourceOf(request: BuildRequest, output: (text: string) => void): Promise<Map<string, string>> {
    const given = await options.source(request, output)
    if (given === null) throw new PlatformError('source-unreadable', { why: 'it is not there' })
    const files = withoutIgnored(given)
    if (files.size === 0) throw new PlatformError('source-empty')
    return files
  }

  async function openImages(request: BuildRequest, output: (text: string) => void): Promise<ImageWorkspace> {
    const files = await sourceOf(request, output)
    folders.add(request.buildId)
    return createSimulatedImages({
      tree: treeOf(new Map(files)), files, pause: createPause(options.clock), step: (command) => imageStep(options, command),
      keep: (slugId, kept) => slugs.set(slugId, kept), closed: () => folders.delete(request.buildId),
    })
  }

  async function open(request: BuildRequest, output: (text: string) => void): Promise<Workspace> {
    const files = await sourceOf(request, output)
    const cache = caches.get(request.appId) ?? new Map<string, string>()
    caches.set(request.appId, cache)
    folders.add(request.buildId)
    return createWorkspace(options, { request, files, cache, slugs, closed: () => folders.delete(request.buildId) })
  }

  return {
    open, openImages,
    purgeCache: async (appId) => void caches.delete(appId),
    hasSlug: (slugId) => slugs.has(slugId),
    removeSlug: async (slugId) => void slugs.delete(slugId),
    forgetApp: async (appId) => void caches.delete(appId),
    stop: () => Promise.resolve(),
    openFolders: () => folders.size,
    slugFiles: (slugId) => slugs.get(slugId) ?? null,
  }
}

function imageStep(options: SimulatedBuildOptions, command: string): ImageStep {
  const rule = ruleFor(options, command)
  return { exitStatus: rule?.exitStatus ?? 0, output: rule?.output ?? echoed(command), takes: rule?.takes ?? options.stepMs ?? defaultStepMs }
}

const echoed = (command: string): string => (command.startsWith('echo ') ? `${command.slice('echo '.length)}\n` : '')

const ruleFor = ({ rules }: SimulatedBuildOptions, line: string): StepRule | undefined => rules?.find(({ match }) => (typeof match === 'string' ? line.includes(match) : match.test(line)))

type Room = {
  readonly request: BuildRequest
  readonly files: Map<string, string>
  readonly cache: Map<string, string>
  readonly slugs: Map<string, Files>
  readonly closed: () => void
}

function createWorkspace(options: SimulatedBuildOptions, room: Room): Workspace {
  const { files } = room
  const tree = treeOf(new Map(files))
  const takeTime = createPause(options.clock)
  const buildFolder = `/simulated/builds/${room.request.buildId}`
  const cacheFolder = `/simulated/cache/${room.request.appId}`
  const place = (text: string): string => text.replaceAll('{BUILD_DIR}', buildFolder).replaceAll('{CACHE_DIR}', cacheFolder)
  const put = (written: Files): void => Object.entries(written).forEach(([path, text]) => files.set(inside(path), text))

  function probe(tool: string): Promise<Tool | null> {
    const version = options.tools == null ? (options.versions?.[tool] ?? assumedVersion) : options.tools[tool]
    return Promise.resolve(version === undefined ? null : { path: `/simulated/bin/${tool}`, version })
  }

  async function run(step: BuildStep, output: (text: string) => void): Promise<StepResult> {
    await takeTime.wait(0)
    switch (step.kind) {
      case 'say':
        output(`${step.text}\n`)
        break
      case 'write':
        put({ [step.path]: step.text })
        break
      case 'remove':
        removeUnder(files, inside(step.path))
        break
      case 'restore':
        if (![...files.keys()].some((path) => isUnder(path, inside(step.path)))) copyUnder(room.cache, files, step.path)
        break
      case 'save':
        removeUnder(room.cache, inside(step.path))
        copyUnder(files, room.cache, inside(step.path))
        break
      case 'run':
        return runProgram(step, output)
    }
    return { exitStatus: 0 }
  }

  async function runProgram(step: Extract<BuildStep, { kind: 'run' }>, output: (text: string) => void): Promise<StepResult> {
    const rule = ruleFor(options, `${step.label} ${step.argv.join(' ')}`)
    if (rule === undefined && (await probe(step.argv[0])) === null) return { exitStatus: commandNotFound }
    await takeTime.wait(rule?.takes ?? options.stepMs ?? defaultStepMs)
    if (rule?.output !== undefined) output(rule.output)
    else if (step.argv[0] === 'echo') output(`${step.argv.slice(1).map(place).join(' ')}\n`)
    put(rule?.writes ?? {})
    return { exitStatus: rule?.exitStatus ?? 0 }
  }

  async function fetchBuildpack(address: string): Promise<FetchedBuildpack> {
    await takeTime.wait(fetchMs)
    const found = options.buildpacks?.[address]
    if (found === undefined) throw new PlatformError('buildpack-fetch-failed', { buildpack: address, why: 'it is not there' })
    return {
      name: found.name,
      detect: () => Promise.resolve(found.detect(tree)),
      compile: async (output) => {
        await takeTime.wait(options.stepMs ?? defaultStepMs)
        output(found.output)
        put(found.writes)
        return { exitStatus: found.exitStatus }
      },
      release: () => Promise.resolve(found.release),
    }
  }

  async function pack(): Promise<{ slugId: string; bytes: number; files: number }> {
    await takeTime.wait(packMs)
    const slug = Object.fromEntries(files)
    const slugId = `sha256:${treeHash(slug)}`
    const bytes = options.slugBytes ?? sizeOf(files)
    if (bytes > slugMaxBytes) {
      const largest = [...files].sort(([, a], [, b]) => b.length - a.length).slice(0, 3).map(([path]) => path)
      throw new PlatformError('slug-too-large', { size: byteSize(bytes), limit: byteSize(slugMaxBytes), largest: largest.join(', ') })
    }
    room.slugs.set(slugId, slug)
    await takeTime.wait(syncMs)
    return { slugId, bytes, files: files.size }
  }

  return {
    tree, bytes: sizeOf(files), probe, run, fetchBuildpack, pack,
    readFile: (path) => Promise.resolve(files.get(path) ?? null),
    cancel: takeTime.cancel,
    close: async () => room.closed(),
  }
}

function treeOf(files: ReadonlyMap<string, string>): SourceTree {
  return { paths: [...files.keys()].sort(), read: (path) => files.get(path) ?? null }
}

function withoutIgnored(files: Files): Map<string, string> {
  const rules = (files['.slugignore'] ?? '').split('\n').filter((line) => !line.startsWith('!'))
  const matcher = ignore().add(rules)
  return new Map(Object.entries(files).filter(([path]) => !matcher.ignores(path)))
}

function inside(path: string): string {
  if (path === '' || path.startsWith('/') || path.split('/').includes('..')) throw new Error(`${path} leaves the build folder`)
  return path
}

const isUnder = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`)

function removeUnder(files: Map<string, string>, folder: string): void {
  for (const path of files.keys()) if (isUnder(path, folder)) files.delete(path)
}

function copyUnder(from: ReadonlyMap<string, string>, to: Map<string, string>, folder: string): void {
  for (const [path, text] of from) if (isUnder(path, folder)) to.set(path, text)
}

function sizeOf(files: ReadonlyMap<string, string>): number {
  let bytes = 0
  for (const text of files.values()) bytes += text.length
  return bytes
}
