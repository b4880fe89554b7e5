// Builds of images without containers: the instructions of a Dockerfile take virtual time, RUN ends as a rule says, and the image is a
// hash of what went in. A builder does the real thing; here only what a build prints, takes and fails with is played.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { BuiltImage, ImageOrder, ImageWorkspace, SourceTree, TypeImage } from '../ports/build-host.ts'
import type { Pause } from './pause.ts'
import { treeHash } from './tree-hash.ts'

export type ImageStep = { readonly exitStatus: number; readonly output: string; readonly takes: number | 'forever' }

export type ImageRoom = {
  readonly tree: SourceTree
  readonly files: ReadonlyMap<string, string>
  readonly pause: Pause
  /** What a RUN does. */
  step(command: string): ImageStep
  keep(slugId: string, files: Readonly<Record<string, string>>): void
  closed(): void
}

type Instruction = { readonly name: string; readonly rest: string }

const layered = new Set(['RUN', 'COPY', 'ADD'])
const layerBytes = 1024 * 1024
const stepMs = 100

export function createSimulatedImages({ tree, files, pause, step, keep, closed }: ImageRoom): ImageWorkspace {
  const sizes = new Map<string, number>()

  async function build(order: ImageOrder, output: (text: string) => void): Promise<BuiltImage> {
    const failed = (why: string): PlatformError => new PlatformError('image-step-failed', { name: order.name, dockerfile: order.dockerfile, why })
    const all = instructionsIn(files.get(order.dockerfile) ?? '')
    const used = untilTarget(all, order.target)
    if (all[0]?.name !== 'FROM') throw failed('a Dockerfile begins with FROM')
    if (used === null) throw failed(`it has no stage ${order.target ?? ''}`)
    for (const [index, { name, rest }] of used.entries()) {
      output(`Step ${index + 1}/${used.length} : ${name} ${rest}\n`)
      if (name !== 'RUN') {
        await pause.wait(stepMs)
        continue
      }
      const { exitStatus, output: said, takes } = step(rest)
      await pause.wait(takes)
      output(said)
      if (exitStatus !== 0) throw failed(`the command "${rest}" ended with status ${exitStatus}`)
    }
    const image = `sha256:${treeHash({ ...Object.fromEntries(files), '/order': JSON.stringify(order) })}`
    const stage = used.slice(used.map(({ name }) => name).lastIndexOf('FROM'))
    const layers = 1 + stage.filter(({ name }) => layered.has(name)).length
    sizes.set(image, layers * layerBytes)
    return { image, bytes: layers * layerBytes, layers, volumes: stage.filter(({ name }) => name === 'VOLUME').map(({ rest }) => rest), command: commandOf(stage) }
  }

  async function pack(types: Readonly<Record<string, TypeImage>>): ReturnType<ImageWorkspace['pack']> {
    await pause.wait(stepMs)
    const text = JSON.stringify(types)
    const slugId = `sha256:${treeHash({ text })}`
    keep(slugId, { 'images.json': text })
    const images = new Set(Object.values(types).map(({ image }) => image))
    return { slugId, files: images.size, bytes: [...images].reduce((sum, image) => sum + (sizes.get(image) ?? 0), 0) }
  }

  return { tree, build, pack, cancel: pause.cancel, close: async () => closed() }
}

/** A line that ends in a backslash goes on in the next one. */
function instructionsIn(dockerfile: string): readonly Instruction[] {
  const lines = dockerfile.split('\n').filter((line) => !/^\s*(#|$)/.test(line)).join('\n').replace(/\\\n\s*/g, ' ').split('\n')
  return lines.flatMap((line) => {
    const [, name, rest] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(line) ?? []
    return name === undefined || rest === undefined ? [] : [{ name: name.toUpperCase(), rest: rest.trim() }]
  })
}

function untilTarget(all: readonly Instruction[], target: string | null): readonly Instruction[] | null {
  if (target === null) return all
  const begins = all.findIndex(({ name, rest }) => name === 'FROM' && new RegExp(`\\sas\\s+${target.replace(/[^\w]/g, '\\$&')}$`, 'i').test(rest))
  if (begins === -1) return null
  const next = all.findIndex(({ name }, index) => index > begins && name === 'FROM')
  return next === -1 ? all : all.slice(0, next)
}

function commandOf(stage: readonly Instruction[]): string | null {
  const said = (wanted: string): string[] => stage.filter(({ name }) => name === wanted).slice(-1).map(({ rest }) => words(rest))
  const parts = [...said('ENTRYPOINT'), ...said('CMD')]
  return parts.length === 0 ? null : parts.join(' ')
}

/** The list form of a command is JSON. */
function words(rest: string): string {
  try {
    const list: unknown = JSON.parse(rest)
    return Array.isArray(list) ? list.join(' ') : rest
  } catch {
    return rest
  }
}
