// The image that PostgreSQL servers run from: the official one, from this engine or its registry. Where no registry can be reached one is made:
// the programs of the npm package on top of a stack, if this machine's programs are for the engine's system.

import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type Docker from 'dockerode'
import { create } from 'tar'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { ServerImage } from '../../parts/server-containers.ts'
import { followEngine } from '../engine-lines.ts'
import { whyOf } from '../image-trouble.ts'
import { labelNames } from '../labels.ts'

/** Of the official image; what is made has the same. */
const major = 18
const official = `postgres:${major}`
const ownRepository = 'dynarium/postgres'
const programsFolder = `/usr/lib/postgresql/${major}`

export type PostgresImageNeeds = {
  /** Label of what is made. */
  readonly data: string
  /** Programs for the engine's system, as a folder with `bin`, `lib` and `share`; null when there are none. */
  programs(): Promise<{ readonly folder: string; readonly version: string } | null>
  /** What they can be put on top of. Rejects when there is nothing. */
  base(): Promise<string>
}

export async function findPostgresImage(docker: Docker): Promise<ServerImage | null> {
  const names = (await docker.listImages()).flatMap(({ Id, RepoTags }) => (RepoTags ?? []).map((name) => ({ id: Id, name: name.replace(/^docker\.io\/(library\/)?/, '') })))
  const found = names.find(({ name }) => name === official) ?? names.find(({ name }) => name.startsWith(`${ownRepository}:${major}.`))
  return found === undefined ? null : describe(docker, found)
}

async function describe(docker: Docker, { id, name }: { readonly id: string; readonly name: string }): Promise<ServerImage> {
  const { Config: config } = await docker.getImage(id).inspect()
  const told = (config.Env ?? []).find((line) => line.startsWith('PG_VERSION='))
  return { id, version: /\d+(?:\.\d+)*/.exec(told ?? '')?.[0] ?? String(major), about: name.startsWith(ownRepository) ? `${name}, made here` : name }
}

export async function bringPostgresImage(docker: Docker, needs: PostgresImageNeeds): Promise<ServerImage> {
  const there = await findPostgresImage(docker)
  if (there !== null) return there
  const notPulled = await docker.pull(official).then((stream) => followEngine(stream, () => {})).then(() => null, whyOf)
  if (notPulled !== null) await make(docker, needs).catch((error: unknown) => refuse(notPulled, error))
  return (await findPostgresImage(docker)) ?? refuse(notPulled ?? 'it was not there afterwards', new Error('it was not there afterwards'))
}

async function make(docker: Docker, { data, programs, base }: PostgresImageNeeds): Promise<void> {
  const found = await programs()
  if (found === null) throw new Error("this machine's PostgreSQL is not for containers")
  const container = await docker.createContainer({ Image: await base(), Entrypoint: [], Cmd: ['true'], Labels: { [labelNames.data]: data, [labelNames.server]: 'image' } })
  try {
    const archive = create({ cwd: found.folder, prefix: programsFolder.slice(1), portable: true }, ['bin', 'lib', 'share'])
    const bytes = new PassThrough()
    archive.on('error', (error) => bytes.destroy(error instanceof Error ? error : new Error(String(error))))
    archive.pipe(bytes)
    await container.putArchive(bytes, { path: '/' })
    const path = `${join(programsFolder, 'bin')}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`
    await container.commit({ repo: ownRepository, tag: found.version, changes: `ENV PATH=${path} PG_MAJOR=${major} PG_VERSION=${found.version}\nLABEL ${labelNames.data}="${data}"` })
  } finally {
    await container.remove({ force: true }).catch(() => {})
  }
}

function refuse(notPulled: string, notMade: unknown): never {
  throw new PlatformError('postgres-unavailable', {
    why: `Docker has no image ${official}; it could not be pulled (${notPulled}), and none could be made here (${whyOf(notMade)})`,
    fix: `Bring it with "docker pull ${official}" or "docker load" and try again, or leave out --host docker.`,
  })
}
