// heroku.yml, the manifest of an app of the stack `container`: which images are built from which Dockerfiles, and what runs of them
// (devcenter build-docker-images-heroku-yml, 2024-04-25). Its `setup` is for the making of an app and not for a build. Ours: several
// commands of one entry run one after the other, and a line that is wrong is named.

import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { processTypePattern } from '../../../shared/domain/app.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { issueInWords, placeOf } from '../../../shared/yaml/places.ts'
import { outOfBounds } from '../../../shared/yaml/text-bounds.ts'
import type { ImageOrder } from '../ports/build-host.ts'

/** What runs of an image. `image` names one of `images`; no command: what the image runs by itself. */
export type ManifestRun = { readonly image: string; readonly command: string | null }

export type Manifest = {
  /** In the order of the file. */
  readonly images: readonly ImageOrder[]
  /** By process type; `release` among them when there is a release phase. */
  readonly types: Readonly<Record<string, ManifestRun>>
}

const releaseType = 'release'
const maxImages = 20

const typeName = z.string().regex(processTypePattern, 'can not be the name of a process type')
const text = z.string().trim().min(1)
const path = text.regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[^\\]+$/, 'has to be a path inside the source, like web/Dockerfile')
const commands = z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(text).min(1)).transform((lines) => lines.join(' && '))
const builtFrom = z.preprocess((value) => (typeof value === 'string' ? { dockerfile: value } : value), z.strictObject({ dockerfile: path, target: text.optional() }))
const scalar = z.preprocess((value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value), z.string())
const runs = z.preprocess((value) => (typeof value === 'string' || Array.isArray(value) ? { command: value } : value), z.strictObject({ command: commands, image: text.optional() }))

const form = z.strictObject({
  setup: z.looseObject({}).optional(),
  build: z.strictObject({ docker: z.record(typeName, builtFrom), config: z.record(z.string(), scalar).optional() }),
  release: runs.optional(),
  run: z.record(typeName, runs).optional(),
})

type Form = z.infer<typeof form>
type Fail = (path: readonly PropertyKey[], why: string) => PlatformError

/** Throws `manifest-invalid` with the number of the first line that is wrong. `paths`: the files of the source. */
export function readManifest(source: string, paths: readonly string[]): Manifest {
  const tooMuch = outOfBounds(source)
  if (tooMuch !== null) throw invalid(tooMuch.line, tooMuch.message)
  const lines = new LineCounter()
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, logLevel: 'silent', merge: true })
  const [wrong] = document.errors
  if (wrong !== undefined) throw invalid(Math.max(1, lines.linePos(wrong.pos[0]).line), `This is not YAML: ${wrong.message}.`)
  const parsed = form.safeParse(valueOf(document))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    if (issue === undefined) throw new Error('a refusal has no reason')
    throw invalid(placeOf(document, lines, issue.path, issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined).line, issueInWords(issue, document.getIn(issue.path.filter((part) => typeof part !== 'symbol'))))
  }
  return manifestOf(parsed.data, paths, (where, why) => invalid(placeOf(document, lines, where).line, why))
}

function valueOf(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 }) as unknown
  } catch {
    throw invalid(1, 'Places that stand for others are used too often.')
  }
}

function manifestOf({ build, release, run = {} }: Form, paths: readonly string[], fail: Fail): Manifest {
  const names = Object.keys(build.docker)
  if (names.length === 0) throw fail(['build', 'docker'], 'build.docker names no Dockerfile.')
  if (names.length > maxImages) throw fail(['build', 'docker'], `build.docker names over ${maxImages} images.`)
  const images = Object.entries(build.docker).map(([name, { dockerfile, target }]): ImageOrder => {
    const path = dockerfile.replace(/^(\.\/)+/, '')
    if (!paths.includes(path)) throw fail(['build', 'docker', name], `There is no file ${path} in what was pushed.`)
    return { name, dockerfile: path, target: target ?? null, args: build.config ?? {} }
  })
  const known = (name: string, where: readonly PropertyKey[]): string => {
    if (!names.includes(name)) throw fail(where, `There is no image ${name}: build.docker has ${names.join(', ')}.`)
    return name
  }
  const types: Record<string, ManifestRun> = {}
  for (const name of names) types[name] = { image: name, command: null }
  for (const [type, { command, image = type }] of Object.entries(run)) types[type] = { command, image: known(image, ['run', type]) }
  if (release !== undefined) types[releaseType] = { command: release.command, image: known(release.image ?? (names.includes(releaseType) ? releaseType : 'web'), ['release']) }
  return { images, types }
}

function invalid(line: number, why: string): PlatformError {
  return new PlatformError('manifest-invalid', { line, why })
}
