import { spawn, type ChildProcess } from 'node:child_process'
import { appendFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chances } from '../../../shared/chances.fixture.ts'
import { bundleEngine } from '../parts/bundled-engine.fixture.ts'
import { makeFolder } from '../parts/test-files.fixture.ts'
import { dockerAt, dockerForTests, makeDockerWorld, waitUntil } from './docker-world.fixture.ts'
import { labelNames } from './labels.ts'

/** `npm run bench -- containers` asks for fifty. */
const rounds = Number(process.env['DYNARIUM_CONTAINER_KILLS'] ?? 8)
const figures = process.env['DYNARIUM_CONTAINER_KILL_FIGURES'] ?? null
const seed = Number(process.env['DYNARIUM_KILL_SEED'] ?? Date.now() % 1_000_000)
const dynos = 3
const eachMs = 60_000

describe.skipIf(dockerForTests === null)(`an engine and its containers that are killed with -9 at random (DYNARIUM_DOCKER), seed ${seed}`, () => {
  const { address, image } = dockerForTests ?? { address: '', image: '' }
  const docker = dockerAt(address)
  let bundle: string
  let engineFile: string

  beforeAll(async () => {
    bundle = makeFolder('bundle')
    engineFile = await bundleEngine(resolve(import.meta.dirname, 'doomed-engine.fixture.ts'), bundle, ['dockerode', 'tar'])
  })
  afterAll(() => rmSync(bundle, { recursive: true, force: true }))

  it(`${rounds} times: exactly the dynos that are wanted run, and at the end nothing is left (DY12)`, async () => {
    const random = chances(seed)
    const world = makeDockerWorld()
    const filters = { label: [`${labelNames.data}=${world.dataDir}`] }
    let lastRun = ''
    const startedAt = Date.now()

    /** Resolves with the engine and, when it is waited for, after all its dynos run. */
    async function startEngine(round: number): Promise<{ engine: ChildProcess; said(): string }> {
      const engine = spawn(process.execPath, [engineFile, world.dataDir, `session-${round}`, address, image, String(dynos)], {
        stdio: ['ignore', 'pipe', 'inherit'], env: { PATH: process.env['PATH'], NODE_PATH: resolve('node_modules') },
      })
      let said = ''
      engine.stdout.on('data', (data) => (said += String(data)))
      return { engine, said: () => said }
    }

    async function expectWanted(round: number, said: () => string): Promise<void> {
      await waitUntil(`all dynos of round ${round}`, () => said().includes('all run'))
      lastRun = (/all run: (.*)\n(?![^]*all run)/.exec(said())?.[1] ?? '').split(' ').sort().join(' ')
      const there = await docker.listContainers({ all: true, filters })
      expect(there.map(({ Labels: labels }) => labels[labelNames.dyno]).sort().join(' '), `round ${round}, seed ${seed}`).toBe(lastRun)
      expect(there.every(({ State: state }) => state === 'running'), `round ${round}, seed ${seed}`).toBe(true)
    }

    /** Of those that are there now, each by chance. */
    async function killContainers(): Promise<number> {
      const chosen = (await docker.listContainers({ all: true, filters })).filter(() => random() < 0.5)
      await Promise.all(chosen.map(({ Id }, index) => (index % 2 === 0 ? docker.getContainer(Id).kill({ signal: 'SIGKILL' }) : docker.getContainer(Id).remove({ force: true })).catch(() => {})))
      return chosen.length
    }

    let killed = 0
    for (let round = 1; round <= rounds; round++) {
      const { engine, said } = await startEngine(round)
      const gone = new Promise((settle) => engine.once('exit', settle))
      // Every other time it is killed while it recovers or makes its containers.
      const isMidway = round % 2 === 0
      if (!isMidway) await expectWanted(round, said)
      await new Promise((settle) => setTimeout(settle, random() * (isMidway ? 4000 : 300)))
      killed += await killContainers()
      await new Promise((settle) => setTimeout(settle, random() * 1500))
      engine.kill('SIGKILL')
      await gone
    }
    const { engine, said } = await startEngine(rounds + 1)
    await expectWanted(rounds + 1, said)
    engine.kill('SIGKILL')
    await new Promise((settle) => engine.once('exit', settle))
    expect(await world.runtime.recover()).toBe(dynos)
    expect(await docker.listContainers({ all: true, filters })).toEqual([])
    expect(await docker.listNetworks({ filters })).toEqual([])
    if (figures !== null) appendFileSync(figures, `${JSON.stringify({ rounds, killed, seconds: Math.round((Date.now() - startedAt) / 1000) })}\n`)
    await world.close()
  }, (rounds + 2) * eachMs)
})
