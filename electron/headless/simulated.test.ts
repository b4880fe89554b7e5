// A simulated platform as `serve --runtime simulated` composes it: in real time, with the real journal, samples, control port and
// router port, and no program of an app anywhere.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { Dyno } from '../../shared/domain/dyno.ts'
import type { MetricsTick } from '../../shared/domain/metrics.ts'
import { composePlatform, type Composition, type Platform } from './compose.ts'

const root = resolve(import.meta.dirname, '../..')
const work = mkdtempSync(join(tmpdir(), 'dynarium-simulated-'))
/** Long, as a busy machine needs. */
const waitLimitMs = 40_000
let platform: Platform | null = null

afterEach(async () => {
  await platform?.stop()
  platform = null
})
afterAll(() => rmSync(work, { recursive: true, force: true }))

async function start(dataDir: string, simulation: Composition['simulation'] = { seed: 7, logRate: 0 }): Promise<Platform> {
  platform = await composePlatform({
    dataDir: join(work, dataDir), port: 0, routerPort: 0, version: '0', samplesDir: join(root, 'resources/samples'), experimentsDir: join(root, 'resources/experiments'), staticDir: null, edgeThreadFile: 'none', trafficThreadFile: 'none', wireThreadFile: 'none', drainThreadFile: 'none', addOnThreadFile: 'none', searchThreadFile: 'none', simulation: simulation ?? null,
  })
  return platform
}

const call = (name: string, input: unknown): Promise<unknown> => running().engine.call(name, input, 'ada@localhost')
const dynos = (): Dyno[] => Object.values(running().engine.kernel.state.dynos)
const up = (type: string): Dyno[] => dynos().filter((dyno) => dyno.type === type && dyno.state.kind === 'up')

function running(): Platform {
  if (platform === null) throw new Error('the platform does not run')
  return platform
}

async function until<T>(ask: () => T | Promise<T>, isGood: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + waitLimitMs
  for (;;) {
    const answer = await ask()
    if (isGood(answer)) return answer
    if (Date.now() > deadline) throw new Error(`not so in time: ${JSON.stringify(answer)}`)
    await new Promise((next) => setTimeout(next, 20))
  }
}

function visit(app: string): Promise<{ status: number; text: string }> {
  return new Promise((done, fail) => {
    http.get({ host: '127.0.0.1', port: new URL(running().routerUrl).port, headers: { host: `${app}.localhost` }, agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (more: string) => (text += more)).on('end', () => done({ status: answer.statusCode ?? 0, text }))
    }).on('error', fail)
  })
}

async function requestsSeen(app: string): Promise<number> {
  const reader = running().engine.open('metrics', { app, seconds: 60 })
  const tick = (await reader.next()) as MetricsTick
  reader.close()
  return tick.seconds.reduce((sum, second) => sum + second.ok + second.failed, 0)
}

async function logTexts(app: string): Promise<string[]> {
  const reader = running().engine.open('logs', { app, lines: 1500, tail: false })
  const item = (await reader.next()) as { lines: readonly { ps: string; text: string }[] } | null
  return (item?.lines ?? []).map(({ ps, text }) => `${ps}: ${text}`)
}

describe('a simulated platform', { timeout: 150_000 }, () => {
  it('deploys a sample, scales to 20, answers through the router, and shows every request', async () => {
    await start('whole', { seed: 7, logRate: 5 })
    expect(await call('platform:info', {})).toMatchObject({ runtime: 'simulated' })
    await call('apps:create', { name: 'tea' })
    await call('builds:create', { app: 'tea', source: { kind: 'sample', sample: 'node' } })
    await until(() => up('web'), (list) => list.length === 1)
    await call('ps:scale', { app: 'tea', changes: [{ type: 'web', quantity: 20 }] })
    await until(() => up('web'), (list) => list.length === 20)
    const answers = await Promise.all(Array.from({ length: 200 }, () => visit('tea')))
    expect(answers.every(({ status, text }) => status === 200 && text.includes('no program of the app runs'))).toBe(true)
    expect(new Set(answers.map(({ text }) => /web\.\d+/.exec(text)?.[0])).size).toBeGreaterThan(15)
    expect(await until(() => requestsSeen('tea'), (seen) => seen >= 200)).toBe(200)
    const lines = await logTexts('tea')
    expect(lines.filter((line) => line.startsWith('router: at=info'))).toHaveLength(200)
    expect(lines.some((line) => /^web\.\d+: simulated line \d+/.test(line))).toBe(true)
    expect(await visit('nobody')).toMatchObject({ status: 404 })
    await call('traffic:start', { app: 'tea', plan: { rate: 200, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: null } })
    await until(() => requestsSeen('tea'), (seen) => seen >= 400)
    await call('traffic:stop', { app: 'tea' })
  })

  it('is there again after a restart, and can go back to a release of before', async () => {
    await start('kept')
    const folder = join(work, 'source')
    mkdirSync(folder)
    for (const [name, text] of [['package.json', '{"name":"kept"}'], ['Procfile', 'web: node web.js\n'], ['web.js', 'one']]) writeFileSync(join(folder, name ?? ''), text ?? '')
    await call('apps:create', { name: 'kept' })
    const deploy = async (version: number): Promise<void> => {
      await call('builds:create', { app: 'kept', source: { kind: 'folder', path: folder } })
      await until(() => Object.values(running().engine.kernel.state.apps)[0], (app) => app?.currentVersion === version && app.buildingId === null)
    }
    await deploy(3)
    writeFileSync(join(folder, 'web.js'), 'two')
    await deploy(4)
    await running().stop()
    await start('kept')
    await until(() => up('web'), (list) => list.length === 1)
    expect(await call('releases:rollback', { app: 'kept', version: 3 })).toMatchObject({ version: 5 })
    expect(readFileSync(join(work, 'kept', 'runtime'), 'utf8')).toBe('simulated\n')
  })

  it('plays builds of images, too, whose releases can be gone back to after a restart', async () => {
    await start('boxed')
    await call('apps:create', { name: 'boxed', stack: 'container' })
    for (const version of [3, 4]) {
      await call('builds:create', { app: 'boxed', source: { kind: 'sample', sample: 'node' } })
      await until(() => up('web'), (web) => web.length === 1 && web[0]?.version === version)
    }
    await platform?.stop()
    await start('boxed')
    expect(await call('releases:rollback', { app: 'boxed', version: 3 })).toMatchObject({ version: 5 })
    expect(Object.values(running().engine.kernel.state.slugs)[0]).toMatchObject({ stack: 'container', processTypes: { web: 'node web.js', worker: 'node worker.js', release: 'node release.js' } })
  })

  it('never shares its data folder with a real one, once there are apps', async () => {
    await start('empty')
    await running().stop()
    platform = null
    await start('empty')
    await call('apps:create', { name: 'tea' })
    await running().stop()
    platform = null
    await expect(composePlatform({ dataDir: join(work, 'empty'), port: 0, routerPort: 0, version: '0', samplesDir: 'none', experimentsDir: 'none', staticDir: null, edgeThreadFile: 'none', trafficThreadFile: 'none', wireThreadFile: 'none', drainThreadFile: 'none', addOnThreadFile: 'none', searchThreadFile: 'none' }))
      .rejects.toThrow('holds an app of the runtime "simulated" (tea), and this start asks for "process"')
    await start('empty')
  })

  it('has the ready experiments, runs one of its own, and keeps the report over a restart', async () => {
    await start('experiments')
    const { experiments } = (await call('experiments:list', {})) as { experiments: { id: string; origin: string }[] }
    expect(experiments.filter(({ origin }) => origin === 'ready').length).toBeGreaterThanOrEqual(7)
    await call('apps:create', { name: 'tea' })
    await call('builds:create', { app: 'tea', source: { kind: 'sample', sample: 'node' } })
    await until(() => up('web'), (list) => list.length === 1)
    const text = 'title: Nothing for two seconds\nsteadyState: [{name: a dyno is up, probe: dynos-up, is: 1}]\nmethod: [{do: fault, fault: noop, on: {type: web}, seconds: 2}]\nblastRadius: {dynos: 1}\n'
    expect(await call('experiments:save', { text })).toEqual({ id: 'nothing-for-two-seconds' })
    const { runId } = (await call('experiments:run', { app: 'tea', text })) as { runId: string }
    await until(() => running().engine.kernel.state.experiments[runId], (run) => run?.phase === 'ended')
    expect(running().engine.kernel.state.experiments[runId]).toMatchObject({ verdict: 'held' })
    await running().stop()
    await start('experiments')
    expect(await call('experiments:report', { runId, format: 'html' })).toMatchObject({ text: expect.stringContaining('Nothing for two seconds: it held') as unknown })
    expect(((await call('experiments:list', {})) as { experiments: { origin: string; title: string }[] }).experiments.at(-1)).toMatchObject({ origin: 'own', title: 'Nothing for two seconds' })
  })
})
