import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type Docker from 'dockerode'
import type { ContainerInspectInfo } from 'dockerode'
import { Readable } from 'node:stream'
import type { DynoSpec } from '../../../engine/ports/dyno-runtime.ts'
import { dynoSpec, waitUntil, witness, type DockerWorld, type Witness } from '../docker-world.fixture.ts'
import { followEngine } from '../engine-lines.ts'
import { filterOf, labelNames } from '../labels.ts'
import { runInside } from '../run-inside.ts'
import { smallTar } from '../small-tar.ts'
import type { SwarmCluster } from './swarm-cluster.fixture.ts'
import { makeSwarmWorld, startSwarm, whyNoSwarm } from './swarm-world.fixture.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })
const mb = 1024 * 1024
const heartbeatMs = 2000
const server = `require('http').createServer((_, res) => res.end('from ' + process.env.DYNO)).listen(process.env.PORT)`
const taker = `const held = []; setInterval(() => held.push(Buffer.alloc(8 * 1024 * 1024, 1)), 5)`
const counter = `let bytes = 0; process.stdin.on('data', (data) => (bytes += data.length)).on('end', () => console.log(bytes))`
const asker = `require('http').get({ host: process.argv[1], port: process.argv[2] }, (res) => res.on('data', (data) => console.log(String(data))))`

describe.skipIf(whyNoSwarm !== null)(`dynos on two nodes of a swarm${whyNoSwarm === null ? '' : `, left out: ${whyNoSwarm}`}`, () => {
  let cluster: SwarmCluster
  let world: DockerWorld
  let seen: Witness
  beforeAll(async () => {
    cluster = await startSwarm(heartbeatMs)
    world = makeSwarmWorld(cluster, { constraints: ({ env }: DynoSpec) => (env['ON'] === undefined ? [] : [`node.hostname==${env['ON']}`]) })
    seen = witness(world)
  })
  afterAll(() => cluster?.close())
  // The last test leaves no swarm that could be asked for more. This hook runs before the one above.
  afterAll(() => world?.close().catch(() => {}))

  const ours = (): { label: string[] } => filterOf(world.dataDir)
  const containersOn = async (docker: Docker): Promise<string[]> => (await docker.listContainers({ all: true, filters: ours() })).map(({ Labels }) => Labels[labelNames.dyno] ?? '').sort()

  function start(name: string, more: Partial<DynoSpec> = {}): string {
    const env = { DYNO: name, ...more.env }
    world.runtime.start(dynoSpec(name, world.slug({ 'server.cjs': server }), 'exec node server.cjs', { name, type: 'web', wantsPort: true, ...more, env }))
    return name
  }

  async function containerOf(docker: Docker, dyno: string): Promise<ContainerInspectInfo> {
    const [found] = await docker.listContainers({ filters: { label: [`${labelNames.dyno}=${dyno}`] } })
    return docker.getContainer(found?.Id ?? '').inspect()
  }

  const inDyno = async (docker: Docker, dyno: string, command: readonly string[]): Promise<string> => runInside(docker, docker.getContainer((await containerOf(docker, dyno)).Id), command)

  function addressOf(dyno: string): { host: string; port: number } {
    const launched = seen.of(dyno).find((one) => one.kind === 'launched')
    if (launched?.kind !== 'launched' || launched.address === null) throw new Error(`${dyno} has no address`)
    return launched.address
  }

  it('are spread over both, with the image brought to the node that had none, and each answers at its node (SW2, SW3)', async () => {
    const { manager, worker } = cluster
    await expect(worker.docker.getImage(process.env['DYNARIUM_STACK_IMAGE'] ?? '').inspect()).rejects.toThrow()
    const names = ['web.1', 'web.2', 'web.3', 'web.4'].map((name) => start(name))
    for (const name of names) await seen.until(name, 'listening')
    const [onManager, onWorker] = [await containersOn(manager.docker), await containersOn(worker.docker)]
    expect([onManager.length, onWorker.length]).toEqual([2, 2])
    expect([...onManager, ...onWorker].sort()).toEqual(names)
    for (const [node, there] of [[manager, onManager], [worker, onWorker]] as const) {
      for (const name of there) {
        const { host, port } = addressOf(name)
        expect(host).toBe(node.address)
        expect(await (await fetch(`http://${host}:${port}/`)).text()).toBe(`from ${name}`)
      }
    }
  })

  it('of an image of the app\'s own start on a node that it is brought to, with an input of their own when they are attached (SW3, IM5)', async () => {
    const { manager, worker } = cluster
    const dockerfile = [`FROM ${process.env['DYNARIUM_STACK_IMAGE'] ?? ''}`, `CMD node -e "${counter}"`].join('\n')
    await followEngine(await manager.docker.buildImage(Readable.from([smallTar('Dockerfile', dockerfile)]), { t: 'dynarium/swarm-test:1', rm: true, networkmode: 'none', version: '1' }), () => {})
    const { Id: image } = await manager.docker.getImage('dynarium/swarm-test:1').inspect()
    const command = `node -e "${counter}"`
    world.runtime.start(dynoSpec('run.7', world.slug({ 'images.json': JSON.stringify({ web: { image, command } }) }), command, { name: 'run.7', type: 'run', kind: 'run', stack: 'container', attached: true, env: { ON: worker.name } }))
    await seen.until('run.7', 'launched')
    expect((await worker.docker.getImage(image).inspect()).Id).toBe(image)
    world.runtime.write('run.7', 'twelve chars')
    world.runtime.write('run.7', '\u0004')
    expect(await seen.exit('run.7')).toMatchObject({ exitStatus: 0, failure: null })
    expect(seen.lines('run.7').join('')).toContain('12')
  })

  it('of one app reach each other by name over both nodes, those of another app do not (SW4)', async () => {
    const { manager, worker } = cluster
    start('other.1', { appId: 'app-2', env: { ON: manager.name } })
    await seen.until('other.1', 'listening')
    const near = (await containersOn(manager.docker)).find((name) => name.startsWith('web')) ?? ''
    const far = (await containersOn(worker.docker)).find((name) => name.startsWith('web')) ?? ''
    const { Env: env } = (await containerOf(worker.docker, far)).Config
    const told = env.find((line) => line.startsWith('PORT='))?.slice(5) ?? ''
    const ask = (from: string): Promise<string> => inDyno(manager.docker, from, ['bash', '-c', `cd /app; for (( i = 0; i < 3; i++ )); do node -e "$1" "$2" "$3" && exit 0; sleep 1; done; exit 1`, 'ask', asker, far.replace('.', '-'), told])
    expect(await ask(near)).toBe(`from ${far}`)
    await expect(ask('other.1')).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/)
  })

  it('go where the constraints for their virtual host let them, and say so when no node is left (SW3)', async () => {
    const { worker } = cluster
    start('nowhere.1', { env: { ON: 'node-z' } })
    const names = ['placed.1', 'placed.2', 'placed.3'].map((name) => start(name, { env: { ON: worker.name } }))
    for (const name of names) await seen.until(name, 'listening')
    expect(await containersOn(worker.docker)).toEqual(expect.arrayContaining(names))
    for (const name of names) {
      world.runtime.signal(name, 'SIGTERM')
      expect(await seen.exit(name)).toMatchObject({ exitStatus: 143, failure: null })
    }
    expect((await seen.exit('nowhere.1')).failure).toMatch(/^Swarm has not started it within a minute: no suitable node/)
  })

  it('never run twice: a task that swarm makes by itself gets no slug, and goes with its service (SW2)', async () => {
    const { manager } = cluster
    world.runtime.start(dynoSpec('once.1', world.slug({ 'a.txt': '' }), 'echo begun; exec sleep 600', { name: 'once.1' }))
    await waitUntil('it speaks', () => seen.lines('once.1').length > 0)
    const [service] = await manager.docker.listServices({ filters: { label: [`${labelNames.dyno}=once.1`] } })
    if (service?.Spec === undefined) throw new Error('it has no service')
    await manager.docker.getService(service.ID).update({ ...service.Spec, version: service.Version?.Index, TaskTemplate: { ...service.Spec.TaskTemplate, ForceUpdate: 1 } })
    expect(await seen.exit('once.1')).toMatchObject({ exitStatus: 137, signal: 'SIGKILL', failure: null })
    expect(seen.lines('once.1')).toEqual(['begun'])
    await waitUntil('both tasks are gone', async () => (await manager.docker.listTasks({ filters: { label: [`${labelNames.dyno}=once.1`] } })).length === 0)
  })

  it('get config vars as they are, whatever swarm makes of braces (SW5)', async () => {
    const value = '{{.Node.Hostname}} {{ {{{ }} "{{" end'
    world.runtime.start(dynoSpec('vars.1', world.slug({ 'a.txt': '' }), 'printf "%s\\n" "$ODD"', { env: { ODD: value } }))
    expect(await seen.exit('vars.1')).toMatchObject({ exitStatus: 0, failure: null })
    expect(seen.lines('vars.1')).toEqual([value])
  })

  it('that the kernel ends for their memory say how much they had (DY9, SW1)', async () => {
    const { worker } = cluster
    world.runtime.start(dynoSpec('greedy.1', world.slug({ 'take.cjs': taker }), 'exec node take.cjs', { name: 'greedy.1', memoryBytes: 40 * mb, env: { ON: worker.name } }))
    expect(await seen.exit('greedy.1')).toMatchObject({ exitStatus: 137, signal: 'SIGKILL', failure: null, outOfMemoryBytes: 90 * mb })
  })

  it('that are attached without a terminal see the end of their input, and all before it (SW5)', async () => {
    world.runtime.start(dynoSpec('run.1', world.slug({ 'count.cjs': counter }), 'exec node count.cjs', { name: 'run.1', type: 'run', kind: 'run', attached: true }))
    await seen.until('run.1', 'launched')
    world.runtime.write('run.1', 'äöü'.repeat(50_000))
    world.runtime.write('run.1', '\u0004')
    expect(await seen.exit('run.1')).toMatchObject({ exitStatus: 0, failure: null })
    expect(seen.lines('run.1').join('').trim()).toBe('300000')
  })

  it('are lost with their node and say which it was; the others go on, and new ones go to what is left (SW6, SW7)', async () => {
    const { manager, worker } = cluster
    const [near, far] = [(await containersOn(manager.docker)).filter((name) => name.startsWith('web')), (await containersOn(worker.docker)).filter((name) => name.startsWith('web'))]
    await worker.kill()
    for (const name of far) expect(await seen.exit(name)).toMatchObject({ exitStatus: null, signal: null, failure: `The node ${worker.name} was lost, and the dyno with it.` })
    for (const name of near) {
      expect(seen.of(name).some(({ kind }) => kind === 'exited')).toBe(false)
      const { host, port } = addressOf(name)
      expect(await (await fetch(`http://${host}:${port}/`)).text()).toBe(`from ${name}`)
    }
    start('web.5')
    await seen.until('web.5', 'listening')
    expect(addressOf('web.5').host).toBe(manager.address)

    await world.close()
    await waitUntil('nothing is left', async () => (await containersOn(manager.docker)).length === 0)
    expect(await manager.docker.listServices({ filters: ours() })).toEqual([])
    expect(await manager.docker.listNetworks({ filters: ours() })).toEqual([])
    for (const name of [...near, 'web.5', 'other.1']) expect(seen.of(name).filter(({ kind }) => kind === 'exited')).toHaveLength(1)
  })

  it('are lost when neither their node nor a manager is heard for half a minute (SW6, SW7)', async () => {
    world = makeSwarmWorld(cluster)
    seen = witness(world)
    start('last.1')
    await seen.until('last.1', 'listening')
    await cluster.manager.kill()
    expect(await seen.exit('last.1')).toMatchObject({ exitStatus: null, failure: `Neither ${cluster.manager.name} nor a manager of the swarm was reached for half a minute, so the dyno counts as lost.` })
    // It may run on, unheard: nothing starts before that is known.
    start('next.1')
    expect(await seen.exit('next.1')).toMatchObject({ exitStatus: null, failure: expect.stringContaining('connect') })
    await world.runtime.stop()
  })
})
