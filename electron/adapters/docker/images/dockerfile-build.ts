// One image from one Dockerfile, by the engine's own builder: it prints its steps, and keeps what each of them made. Of a build that
// fails the last good step is kept under a name, so that the next one goes on from there.

import type Docker from 'dockerode'
import { Readable } from 'node:stream'
import { wordsOf } from '../docker-error.ts'
import { followEngine, type EngineLine } from '../engine-lines.ts'
import { smallTar } from '../small-tar.ts'
import { dropNames, textOf, type ImageName } from './image-names.ts'

export type DockerfileBuild = {
  readonly context: Readable
  /** Its name in the context. */
  readonly dockerfile: string
  readonly target: string | null
  readonly args: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  readonly name: ImageName
  readonly unfinished: ImageName
  /** A network, or `none`. */
  readonly network: string
  readonly memoryBytes: number
  /** What earlier builds kept is of no use. */
  readonly isFresh: boolean
  readonly signal: AbortSignal
  output(text: string): void
}

/** Rejects with what the builder says. The image has its name then, and the unfinished one is gone. */
export async function buildDockerfile(docker: Docker, build: DockerfileBuild): Promise<void> {
  const told = createTeller(build.output)
  try {
    const stream = await docker.buildImage(build.context, {
      dockerfile: build.dockerfile, buildargs: { ...build.args }, rm: true, forcerm: true, nocache: build.isFresh,
      memory: build.memoryBytes, memswap: build.memoryBytes, networkmode: build.network, version: '1',
      ...(build.target === null ? {} : { target: build.target }), abortSignal: build.signal,
    })
    await followEngine(stream, told.hear)
  } catch (error) {
    const { lastStep, base } = told.now()
    if (lastStep !== null) await keep(docker, lastStep, build.unfinished, build.labels).catch(() => {})
    throw base === null || build.signal.aborted ? error : new Error(`${base} could not be had: ${wordsOf(error)}`, { cause: error })
  } finally {
    build.context.destroy()
  }
  const { image } = told.now()
  if (image === null) throw new Error('the builder named no image')
  await keep(docker, image, build.name, build.labels)
  await dropNames(docker, [textOf(build.unfinished)])
}

/** Under a name, and with our labels: not in the Dockerfile's own steps, as people see those. */
async function keep(docker: Docker, image: string, name: ImageName, labels: Readonly<Record<string, string>>): Promise<void> {
  const stream = await docker.buildImage(Readable.from([smallTar('Dockerfile', `FROM ${image}\n`)]), { t: textOf(name), labels: { ...labels }, rm: true, networkmode: 'none', version: '1' })
  await followEngine(stream, () => {})
}

type Told = {
  /** Of the step that was made last, if it is more than what the Dockerfile begins from. */
  readonly lastStep: string | null
  /** The image that is being looked for, as long as it was not found. */
  readonly base: string | null
  /** What came of it all. */
  readonly image: string | null
}

/** The images of steps are short ids behind an arrow; the first is what the Dockerfile begins from. */
function createTeller(output: (text: string) => void): { hear(line: EngineLine): void; now(): Told } {
  const statuses = new Map<string, string>()
  let steps = 0
  let told: Told = { lastStep: null, base: null, image: null }

  function hear({ stream, status, id = '', progressDetail, aux }: EngineLine): void {
    if (aux?.ID !== undefined) told = { ...told, image: aux.ID }
    if (stream !== undefined) {
      learn(stream)
      return output(stream)
    }
    // Of what is pulled, no bars: a pusher's terminal would fill with them.
    if (status === undefined || progressDetail?.total !== undefined || statuses.get(id) === status) return
    statuses.set(id, status)
    output(id === '' ? `${status}\n` : `${id}: ${status}\n`)
  }

  function learn(text: string): void {
    const step = /^ ---> ([0-9a-f]{12})\n?$/.exec(text)?.[1]
    const base = /^Step \d+\/\d+ : FROM (\S+)/i.exec(text)?.[1]
    const built = /^Successfully built ([0-9a-f]+)/.exec(text)?.[1]
    if (step !== undefined) told = { ...told, base: null, lastStep: ++steps > 1 ? step : null }
    if (base !== undefined) told = { ...told, base }
    if (built !== undefined && told.image === null) told = { ...told, image: built }
  }

  return { hear, now: () => told }
}
