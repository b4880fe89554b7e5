// From source to images, for apps of the stack `container`: heroku.yml says which Dockerfiles are built and what runs of them. The
// headings are those that Heroku prints for such a build; in between stands what the builder says. Nothing is sent to a registry: the
// images stay in the engine that runs them.

import type { BuildStage, Detection } from '../../../shared/domain/build.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import type { BuiltImage, ImageOrder, ImageWorkspace, TypeImage } from '../ports/build-host.ts'
import { warning } from './build-output.ts'
import type { KeptText } from '../platform/kept-texts.ts'
import { readManifest, type ManifestRun } from './manifest.ts'
import type { BuiltSlug } from './push-to-slug.ts'

export type ImageSite = {
  readonly workspace: ImageWorkspace
  readonly text: KeptText
  reached(stage: BuildStage): void
  detected(detection: Detection): void
}

const manifestFile = 'heroku.yml'
/** More may fail to start (devcenter container-registry-and-runtime). */
const mostLayers = 40

/** Throws `manifest-missing`, `manifest-invalid`, `image-step-failed`, `image-without-command`. */
export async function pushToImages({ workspace, text, reached, detected }: ImageSite): Promise<BuiltSlug> {
  text.line('=== Fetching app code')
  reached('detect')
  const source = workspace.tree.read(manifestFile)
  if (source === null) {
    detected({ buildpack: manifestFile, matched: false, label: null, file: null, reason: `Not in the root: ${manifestFile}.` })
    throw new PlatformError('manifest-missing')
  }
  detected({ buildpack: manifestFile, matched: true, label: 'Docker', file: manifestFile, reason: `${manifestFile} is there.` })
  const manifest = readManifest(source, workspace.tree.paths)
  reached('compile')
  const built = new Map<string, BuiltImage>()
  for (const order of manifest.images) built.set(order.name, await buildOne(workspace, order, text))
  const types = Object.fromEntries(Object.entries(manifest.types).map(([type, run]) => [type, imageOf(type, run, built)]))
  reached('slug')
  const packed = await workspace.pack(types)
  for (const { name, dockerfile } of manifest.images) text.line(`=== Keeping ${name} (${dockerfile}): ${byteSize(built.get(name)?.bytes ?? 0)}`)
  const processTypes = Object.fromEntries(Object.entries(types).map(([type, { command }]) => [type, command]))
  return { ...packed, processTypes, buildpacks: [manifestFile], language: 'Docker', defaultTypes: {}, sticky: null }
}

async function buildOne(workspace: ImageWorkspace, order: ImageOrder, text: KeptText): Promise<BuiltImage> {
  text.line('')
  text.line(`=== Building ${order.name} (${order.dockerfile})`)
  const image = await workspace.build(order, text.print)
  if (image.volumes.length > 0) text.line(warning(`VOLUME ${image.volumes.join(' ')}: volumes are not supported. What is written there is gone when the dyno ends.`))
  if (image.layers > mostLayers) text.line(warning(`The image has ${image.layers} layers; on Heroku one with over ${mostLayers} may fail to start.`))
  return image
}

function imageOf(type: string, run: ManifestRun, built: ReadonlyMap<string, BuiltImage>): TypeImage {
  const image = built.get(run.image)
  if (image === undefined) throw new Error(`no image was built for ${type}`)
  const command = run.command ?? image.command
  if (command === null) throw new PlatformError('image-without-command', { name: type })
  return { image: image.image, command }
}
