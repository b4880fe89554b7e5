import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DynoSpec } from '../../../engine/ports/dyno-runtime.ts'
import { dockerAt, dockerForTests, dynoSpec, makeDockerWorld, waitUntil, witness, type DockerWorld, type Witness } from '../docker-world.fixture.ts'
import { followEngine } from '../engine-lines.ts'
import { labelNames } from '../labels.ts'
import { ownCommand } from './image-command.ts'
import { smallTar } from '../small-tar.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })
const { address, image: stack } = dockerForTests ?? { address: '', image: '' }
const server = `require("http").createServer((_, res) => res.end(JSON.stringify({ uid: process.getuid(), home: process.env.HOME ?? null, args: process.argv.slice(1), pet: process.env.PET }))).listen(process.env.PORT)`

describe.skipIf(dockerForTests === null)('dynos of an image of the app\'s own (DYNARIUM_DOCKER)', () => {
  const docker = dockerAt(address)
  const made: string[] = []
  let world: DockerWorld
  let seen: Witness
  beforeEach(() => {
    world = makeDockerWorld()
    seen = witness(world)
  })
  afterEach(() => world.close())
  afterAll(async () => {
    for (const id of made) await docker.getImage(id).remove({ force: true }).catch(() => {})
  })

  async function image(...lines: string[]): Promise<string> {
    const name = `dynarium-test-image:${process.pid}-${made.length}`
    await followEngine(await docker.buildImage(Readable.from([smallTar('Dockerfile', [`FROM ${stack}`, ...lines].join('\n'))]), { t: name, rm: true, networkmode: 'none', version: '1' }), () => {})
    made.push(name)
    return (await docker.getImage(name).inspect()).Id
  }

  const slugOf = (types: Readonly<Record<string, { image: string; command: string }>>): string => world.slug({ 'images.json': JSON.stringify(types) })

  function start(id: string, slugId: string, command: string, more: Partial<DynoSpec> = {}): void {
    world.runtime.start(dynoSpec(id, slugId, command, { stack: 'container', type: 'web', name: 'web.1', wantsPort: true, env: { PET: 'cat' }, ...more }))
  }

  async function answerOf(id: string): Promise<{ uid: number; home: string | null; args: string[]; pet: string }> {
    await seen.until(id, 'listening')
    const launched = seen.of(id).find((one) => one.kind === 'launched')
    if (launched?.kind !== 'launched' || launched.address === null) throw new Error('it has no address')
    return (await fetch(`http://${launched.address.host}:${launched.address.port}/`)).json() as Promise<{ uid: number; home: string | null; args: string[]; pet: string }>
  }

  it('CMD runs in a shell, with PORT and the config vars, and not as root (IM5)', async () => {
    const web = await image(`CMD node -e '${server}' x "$PET"`)
    const command = `node -e '${server}' x "$PET"`
    start('dyno-1', slugOf({ web: { image: web, command } }), command)
    expect(await answerOf('dyno-1')).toMatchObject({ uid: 1000, args: ['x', 'cat'], pet: 'cat' })
  })

  it('an ENTRYPOINT gets CMD as it stands, and the image\'s own user, folder and home are kept; there is no health check (IM5)', async () => {
    const web = await image('RUN mkdir /own && chown 1234 /own', 'WORKDIR /own', 'USER 1234', 'ENV HOME=/own', 'HEALTHCHECK CMD false', `ENTRYPOINT ["node", "-e", ${JSON.stringify(server)}]`, 'CMD ["x", "$PET"]')
    const command = (await docker.getImage(web).inspect()).Config
    start('dyno-1', slugOf({ web: { image: web, command: '' } }), ownCommand(command) ?? '')
    expect(await answerOf('dyno-1')).toMatchObject({ uid: 1234, home: '/own', args: ['x', '$PET'] })
    const [{ Id: id = '' } = {}] = await docker.listContainers({ filters: { label: [`${labelNames.dyno}=dyno-1`] } })
    const { State, HostConfig, Mounts } = await docker.getContainer(id).inspect()
    expect(State.Health).toBeUndefined()
    expect({ drop: HostConfig.CapDrop, mounts: Mounts, memory: (HostConfig.Memory ?? 0) > 0 }).toEqual({ drop: ['ALL'], mounts: [], memory: true })
  })

  it('a one-off has the image of web, another type its own; another program can be started beside them (IM5, DY29)', async () => {
    const [web, worker] = [await image('RUN echo web > /which', 'CMD true'), await image('RUN echo worker > /which', 'CMD true')]
    const slugId = slugOf({ worker: { image: worker, command: 'cat /which; sleep 1000' }, web: { image: web, command: 'true' } })
    start('dyno-1', slugId, 'cat /which; id -u', { type: 'run', kind: 'run', wantsPort: false })
    await seen.exit('dyno-1')
    expect(seen.lines('dyno-1')).toEqual(['web', '1000'])
    start('dyno-2', slugId, 'cat /which; sleep 1000', { type: 'worker', wantsPort: false })
    await waitUntil('its line', () => seen.lines('dyno-2').includes('worker'))
    // A program may speak before Docker has said that it started it.
    await seen.until('dyno-2', 'launched')
    await world.runtime.exec({ execId: 'exec-1', dynoId: 'dyno-2', command: 'cat /which; exit 4', terminal: null, env: {} })
    expect(await seen.exit('exec-1')).toMatchObject({ exitStatus: 4 })
    expect(seen.lines('exec-1').join('')).toBe('worker\n')
  })

  it('a fault at its start acts on it as on any dyno (IM5)', async () => {
    const web = await image('CMD true')
    start('dyno-1', slugOf({ web: { image: web, command: 'true' } }), 'true', { wantsPort: false, launch: { exitsWith: 9 } })
    expect(await seen.exit('dyno-1')).toMatchObject({ exitStatus: 9, failure: null })
  })

  it('an image that is gone is told in words; one that is used leaves with its last dyno (IM6)', async () => {
    const gone = `sha256:${'0'.repeat(64)}`
    start('dyno-1', slugOf({ web: { image: gone, command: 'true' } }), 'true')
    expect((await seen.exit('dyno-1')).failure).toBe(`The release's image ${gone.slice(0, 19)} is not in Docker any more. Deploy that commit again.`)
    const slugId = `sha256:${'1'.repeat(64)}`
    await followEngine(await docker.buildImage(Readable.from([smallTar('Dockerfile', `FROM ${stack}\nENV MADE=${process.pid}\nCMD sleep 1000`)]), {
      t: `dynarium/app:${slugId.slice(7)}-1`, labels: { [labelNames.data]: world.dataDir }, rm: true, networkmode: 'none', version: '1',
    }), () => {})
    const { Id: used } = await docker.getImage(`dynarium/app:${slugId.slice(7)}-1`).inspect()
    start('dyno-2', slugOf({ web: { image: used, command: 'sleep 1000' } }), 'sleep 1000', { wantsPort: false })
    await seen.until('dyno-2', 'launched')
    const forgotten = world.runtime.forgetSlug(slugId)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect((await docker.getImage(used).inspect()).Id).toBe(used)
    world.runtime.signal('dyno-2', 'SIGKILL')
    await seen.exit('dyno-2')
    await forgotten
    await expect(docker.getImage(used).inspect()).rejects.toMatchObject({ statusCode: 404 })
  })
})
