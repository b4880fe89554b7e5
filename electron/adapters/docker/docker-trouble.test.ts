import { rmSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { canRunDaemon, run, startDaemon, type OwnDaemon } from './docker-daemon.fixture.ts'
import { makeFolder } from '../parts/test-files.fixture.ts'
import { dockerAt, dockerForTests, dynoSpec, makeDockerWorld, waitUntil, witness, type DockerWorld, type Witness } from './docker-world.fixture.ts'
import { labelNames } from './labels.ts'

const { address, image } = dockerForTests ?? { address: '', image: '' }
const mb = 1024 * 1024
const counting = 'n=0; while :; do echo "line $((n++))"; sleep 0.05; done'
/** Whole lines in one write each time: a line that is interrupted by a silence is passed on in two. */
const printing = (count: number): string => `LC_ALL=C perl -e 'for (1..${count}) { $b .= sprintf "line %010d\\n", $_; if (length $b == 4096 || $_ == ${count}) { syswrite STDOUT, $b; $b = "" } }'`
const waiting = 'while :; do sleep 0.1; done'

describe.skipIf(dockerForTests === null)('what happens to containers behind the runtime (DYNARIUM_DOCKER)', () => {
  const docker = dockerAt(address)
  let world: DockerWorld
  let seen: Witness

  beforeEach(() => {
    world = makeDockerWorld()
    seen = witness(world)
  })
  afterEach(() => world.close())

  const filters = () => ({ label: [`${labelNames.data}=${world.dataDir}`] })
  const containersOf = (dynoId: string) => docker.listContainers({ all: true, filters: { label: [`${labelNames.dyno}=${dynoId}`, ...filters().label] } })

  async function start(dynoId: string, command = waiting, more = {}): Promise<void> {
    world.runtime.start(dynoSpec(dynoId, world.slug({ 'file.txt': '' }), command, more))
    await seen.until(dynoId, 'launched')
  }

  it('one that somebody removes is seen to have been killed, once (DY12)', async () => {
    await start('dyno-1')
    for (const { Id } of await containersOf('dyno-1')) await docker.getContainer(Id).remove({ force: true })
    expect(await seen.exit('dyno-1')).toMatchObject({ exitStatus: 137, signal: 'SIGKILL', failure: null })
    expect(seen.of('dyno-1').filter(({ kind }) => kind === 'exited')).toHaveLength(1)
  })

  it('a start without the stack\'s image fails in words (DY12)', async () => {
    const other = makeDockerWorld({ image: () => Promise.resolve('dynarium/test-removed:1') })
    const told = witness(other)
    other.runtime.start(dynoSpec('dyno-1', other.slug({ 'file.txt': '' }), waiting))
    expect((await told.exit('dyno-1')).failure).toBe('The stack\'s image dynarium/test-removed:1 is not in Docker any more. Make or fetch it again, then restart the dyno.')
    await other.close()
  })

  it('a disk without room fails every write, also of what is started then, and is given back whole (DY26)', async () => {
    await start('dyno-1', 'while :; do if (echo x >> file.txt) 2>/dev/null; then echo written; else echo refused; fi; sleep 0.1; done')
    const last = (): string | undefined => seen.lines('dyno-1').at(-1)
    await waitUntil('a write', () => last() === 'written')
    const changed = await world.runtime.afflict('dyno-1', 'lease-1', { kind: 'disk-full' })
    expect(changed).toEqual(['worker.1: every write to a file fails with EFBIG, File too large; a full disk would say ENOSPC.'])
    await waitUntil('a write that fails', () => last() === 'refused')
    await world.runtime.afflict('dyno-1', 'lease-2', { kind: 'disk-full' })
    expect(await world.runtime.relieve('dyno-1', 'lease-1')).toEqual({ restored: ['worker.1: this fault is over, but another still keeps it from writing.'], residue: [] })
    expect(await world.runtime.relieve('dyno-1', 'lease-2')).toEqual({ restored: ['worker.1 can write files again.'], residue: [] })
    await waitUntil('a write again', () => last() === 'written')
    expect(seen.of('dyno-1').map(({ kind }) => kind)).not.toContain('exited')
  })

  it('an app\'s network that is gone is made again for the next dyno (DY12)', async () => {
    await start('dyno-1')
    for (const { Id } of await docker.listNetworks({ filters: filters() })) {
      for (const container of await containersOf('dyno-1')) await docker.getNetwork(Id).disconnect({ Container: container.Id, Force: true })
      await docker.getNetwork(Id).remove()
    }
    await start('dyno-2')
    expect(await docker.listNetworks({ filters: filters() })).toHaveLength(1)
    expect(seen.of('dyno-1').map(({ kind }) => kind)).not.toContain('exited')
  })

  it('the next engine ends what runs, what is paused and what was only made, and leaves volumes and others alone (DY12)', async () => {
    const labels = { [labelNames.data]: world.dataDir, [labelNames.session]: 'session-0', [labelNames.dyno]: 'dyno-0' }
    const make = (Labels: Record<string, string>) => docker.createContainer({ Image: image, Cmd: ['sleep', '1000'], Labels, HostConfig: { NetworkMode: 'none' } })
    const [made, ran, paused, other] = await Promise.all([make(labels), make(labels), make(labels), make({ [labelNames.data]: `${world.dataDir}-other` })])
    for (const container of [ran, paused]) await container.start()
    await paused.pause()
    await docker.createNetwork({ Name: `test-${process.pid}`, Labels: labels })
    const volume = await docker.createVolume({ Name: `test-${process.pid}`, Labels: labels })
    try {
      // Somebody else is at it already.
      void made.remove({ force: true }).catch(() => {})
      expect(await world.runtime.recover()).toBe(2)
      expect(await docker.listContainers({ all: true, filters: filters() })).toEqual([])
      expect(await docker.listNetworks({ filters: filters() })).toEqual([])
      expect((await docker.listVolumes({ filters: filters() })).Volumes).toHaveLength(1)
      expect((await other.inspect()).State.Status).toBe('created')
      expect(await world.runtime.recover()).toBe(0)
    } finally {
      await docker.getVolume(volume.name).remove()
      await other.remove({ force: true })
    }
  })

  it('one whose program takes all its memory is told as out of memory, and so is one of whose processes one did (DY9)', async () => {
    const hog = `perl -e '@a = (); while (1) { push @a, "x" x 1000000 }'`
    await start('dyno-1', `exec ${hog}`, { memoryBytes: 32 * mb })
    await start('dyno-2', `${hog}; ${waiting}`, { memoryBytes: 32 * mb })
    for (const dynoId of ['dyno-1', 'dyno-2']) expect(await seen.exit(dynoId)).toMatchObject({ exitStatus: 137, signal: 'SIGKILL', failure: null, outOfMemoryBytes: 72 * mb })
  })

  it('one that is cut off its network runs on, is reached by nobody, and is back at its address (DY28)', async () => {
    const { slugId, command } = await world.program({ linesPerSecond: 20 })
    world.runtime.start(dynoSpec('dyno-1', slugId, command, { wantsPort: true }))
    await seen.until('dyno-1', 'listening')
    const launched = seen.of('dyno-1').find(({ kind }) => kind === 'launched')
    const url = launched?.kind === 'launched' && launched.address !== null ? `http://${launched.address.host}:${launched.address.port}/` : ''
    const answers = (): Promise<boolean> => fetch(url, { signal: AbortSignal.timeout(1500) }).then(({ ok }) => ok, () => false)
    expect(await answers()).toBe(true)
    await world.runtime.afflict('dyno-1', 'lease-1', { kind: 'network-cut' })
    await world.runtime.afflict('dyno-1', 'lease-2', { kind: 'network-cut' })
    expect(await answers()).toBe(false)
    const said = seen.lines('dyno-1').length
    await waitUntil('it speaks on', () => seen.lines('dyno-1').length > said + 5)
    await world.runtime.relieve('dyno-1', 'lease-1')
    expect(await answers()).toBe(false)
    expect(await world.runtime.relieve('dyno-1', 'lease-2')).toEqual({ restored: ['worker.1: its container is back on its network, with the address it had.'], residue: [] })
    await waitUntil('it answers again', answers)
  })

  it('of 100,000 lines as fast as it can print, each is kept or counted; of as many as a second takes, none is lost (DY31)', async () => {
    for (const [dynoId, count] of [['dyno-1', 100_000], ['dyno-2', 20_000]] as const) {
      world.runtime.start(dynoSpec(dynoId, world.slug({ 'file.txt': '' }), printing(count)))
      await seen.exit(dynoId)
      const lines = seen.lines(dynoId)
      const dropped = seen.outputs.filter((output) => output.dynoId === dynoId).reduce((sum, output) => sum + output.dropped, 0)
      expect(lines.length + dropped).toBe(count)
      const numbers = lines.map((line) => Number(line.slice('line '.length)))
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
      expect(numbers[0]).toBe(1)
      if (dynoId === 'dyno-2') expect(dropped).toBe(0)
    }
  })

  it('one that is killed otherwise is not out of memory (DY9)', async () => {
    await start('dyno-1')
    world.runtime.signal('dyno-1', 'SIGKILL')
    expect(await seen.exit('dyno-1')).not.toHaveProperty('outOfMemoryBytes')
  })

  it('a clock that jumps a day ahead or back ends nothing and spoils no sample (DY12)', async () => {
    await start('dyno-1', counting)
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      for (const jump of [86_400_000, -2 * 86_400_000]) {
        vi.setSystemTime(Date.now() + jump)
        const [from, said] = [seen.of('dyno-1').length, seen.lines('dyno-1').length]
        for (let round = 0; seen.of('dyno-1').length < from + 3 || seen.lines('dyno-1').length < said + 5; round++) {
          expect(round).toBeLessThan(3000)
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
        for (const one of seen.of('dyno-1').slice(from)) {
          expect(one.kind).toBe('sample')
          if (one.kind === 'sample') expect(one.cpuPercent).toBeLessThan(1600)
        }
      }
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a Docker that is not there', () => {
  it('lets the engine start, and says so at every start of a dyno (DY12)', async () => {
    const folder = makeFolder('nowhere')
    const world = makeDockerWorld({ docker: dockerAt(`unix://${join(folder, 'docker.sock')}`) })
    const seen = witness(world)
    expect(await world.runtime.recover()).toBe(0)
    for (const dynoId of ['dyno-1', 'dyno-2']) {
      world.runtime.start(dynoSpec(dynoId, world.slug({ 'file.txt': '' }), waiting))
      expect(await seen.exit(dynoId)).toMatchObject({ exitStatus: null, failure: expect.stringMatching(/^Docker was not reached \(.*ENOENT.*\)\. Start it and try again\.$/) as string })
    }
    await world.close()
    rmSync(folder, { recursive: true })
  })
})

describe.skipIf(!canRunDaemon)('a Docker engine that is hurt (a dockerd of its own, as root)', () => {
  let daemon: OwnDaemon
  let world: DockerWorld
  let seen: Witness

  async function begin(options: Parameters<typeof startDaemon>[0] = {}): Promise<void> {
    daemon = await startDaemon(options)
    world = makeDockerWorld({ docker: daemon.docker })
    seen = witness(world)
  }
  afterEach(async () => {
    await world.close()
    await daemon.stop()
  })

  async function start(dynoId: string, command: string): Promise<void> {
    world.runtime.start(dynoSpec(dynoId, world.slug({ 'file.txt': '' }), command))
    await seen.until(dynoId, 'launched')
  }

  it('killed and started again, it tells how its containers ended, and new ones start (DY12)', async () => {
    await begin()
    await start('dyno-1', counting)
    await daemon.kill()
    world.runtime.start(dynoSpec('dyno-2', world.slug({ 'file.txt': '' }), waiting))
    expect((await seen.exit('dyno-2')).failure).toMatch(/^Docker was not reached/)
    await daemon.start()
    expect(await seen.exit('dyno-1')).toMatchObject({ exitStatus: 137, signal: 'SIGKILL', failure: null })
    await start('dyno-3', waiting)
    expect(await daemon.docker.listContainers({ all: true })).toHaveLength(1)
  }, 180_000)

  it('killed and started again while its containers live on, dynos go on and are heard; what was to be killed meanwhile ends (DY12)', async () => {
    await begin()
    await daemon.kill()
    await daemon.start({ livesOn: true })
    await start('dyno-1', counting)
    await start('dyno-2', waiting)
    await daemon.kill()
    world.runtime.signal('dyno-2', 'SIGKILL')
    await daemon.start({ livesOn: true })
    const said = seen.lines('dyno-1').length
    await waitUntil('it is heard again', () => seen.lines('dyno-1').length > said + 10)
    expect(await seen.exit('dyno-2')).toMatchObject({ exitStatus: 137, signal: 'SIGKILL' })
    expect(seen.of('dyno-1').map(({ kind }) => kind)).not.toContain('exited')
  }, 180_000)

  it('a dyno that counts as lost is ended before another one starts (DY12)', async () => {
    await begin()
    await daemon.kill()
    await daemon.start({ livesOn: true })
    await start('dyno-1', counting)
    await daemon.kill()
    // An engine that stops does not wait long for a Docker that is gone, and the next one finds what it left.
    await world.runtime.stop()
    expect((await seen.exit('dyno-1')).failure).toMatch(/^Docker was not reached/)
    const next = makeDockerWorld({ docker: daemon.docker, dataDir: world.dataDir, sessionId: 'session-2' })
    const told = witness(next)
    expect(await next.runtime.recover()).toBe(0)
    await daemon.start({ livesOn: true })
    next.runtime.start(dynoSpec('dyno-2', next.slug({ 'file.txt': '' }), waiting))
    await told.until('dyno-2', 'launched')
    const left = await daemon.docker.listContainers({ all: true })
    expect(left.map(({ Labels: labels }) => labels[labelNames.dyno])).toEqual(['dyno-2'])
    await next.close()
  }, 180_000)

  it('with a full disk, a start fails in words and leaves nothing (DY12)', async () => {
    await begin({ diskBytes: 1024 * mb })
    await start('dyno-1', waiting)
    run('fallocate', ['-l', String(await freeBytes(daemon) - 4 * mb), join(daemon.root, 'disk', 'filler')])
    const big = Buffer.alloc(16 * mb, 'x').toString()
    world.runtime.start(dynoSpec('dyno-2', world.slug({ 'file.txt': big }), waiting))
    expect((await seen.exit('dyno-2')).failure).toMatch(/no space left on device/)
    expect(await daemon.docker.listContainers({ all: true })).toHaveLength(1)
    rmSync(join(daemon.root, 'disk', 'filler'))
    await start('dyno-3', waiting)
  }, 180_000)
})

async function freeBytes({ root }: OwnDaemon): Promise<number> {
  const { bavail, bsize } = await statfs(join(root, 'disk'))
  return bavail * bsize
}
