// The whole platform on real parts, with its time limits shortened: what Heroku lets take minutes must be seen to happen with real
// processes too, not on the virtual clock only.

import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { build } from 'vite'
import type { PlatformEvent } from '../../shared/protocol/events.ts'
import type { StreamItem } from '../../shared/protocol/streams.ts'
import { composePlatform, type Composition, type Platform } from './compose.ts'

const root = resolve(import.meta.dirname, '../..')
const work = mkdtempSync(join(tmpdir(), 'dynarium-compose-'))
/** Long, as a busy machine needs. */
const waitLimitMs = 40_000
let platform: Platform | null = null
let dataDir = ''
let count = 0

beforeAll(async () => {
  for (const thread of ['edge-thread', 'traffic-thread', 'wire-thread']) {
    await build({
      root, configFile: false, logLevel: 'error',
      build: { ssr: `electron/headless/${thread}.ts`, target: 'node18', outDir: work, emptyOutDir: false, rolldownOptions: { output: { format: 'cjs', entryFileNames: `${thread}.cjs` } } },
    })
  }
})
afterEach(async () => {
  await platform?.stop()
  platform = null
})
afterAll(() => rmSync(work, { recursive: true, force: true }))

async function start(limits: NonNullable<Composition['limits']>, leftovers: readonly string[] = []): Promise<void> {
  dataDir = join(work, `data-${++count}`)
  for (const path of leftovers) mkdirSync(join(dataDir, path), { recursive: true })
  platform = await composePlatform({ dataDir, port: 0, routerPort: 0, version: '0', samplesDir: join(work, 'none'), experimentsDir: 'none', staticDir: null, edgeThreadFile: join(work, 'edge-thread.cjs'), trafficThreadFile: join(work, 'traffic-thread.cjs'), wireThreadFile: join(work, 'wire-thread.cjs'), drainThreadFile: 'none', addOnThreadFile: 'none', searchThreadFile: 'none', limits })
}

function running(): Platform {
  if (platform === null) throw new Error('the platform does not run')
  return platform
}

const call = (name: string, input: unknown): Promise<unknown> => running().engine.call(name, input, 'ada@localhost')
const events = (): readonly PlatformEvent[] => running().engine.kernel.journal.read(0, 10_000)
const dynos = () => Object.values(running().engine.kernel.state.dynos)

async function until<T>(ask: () => T | Promise<T>, isGood: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + waitLimitMs
  for (;;) {
    const answer = await ask()
    if (isGood(answer)) return answer
    if (Date.now() > deadline) throw new Error(`not so in time: ${JSON.stringify(answer)}`)
    await new Promise((next) => setTimeout(next, 25))
  }
}

const happened = (type: PlatformEvent['type'], matches: (data: Record<string, unknown>) => boolean = () => true): Promise<PlatformEvent | undefined> =>
  until(() => events().find((event) => event.type === type && matches(event.data as Record<string, unknown>)), (found) => found !== undefined)

/** An app whose build does what `compile` says; answers with the build's id. */
async function deploy(app: string, files: Readonly<Record<string, string>>, compile = ''): Promise<string> {
  const folder = join(work, `source-${++count}`)
  const buildpack = join(work, `buildpack-${count}`)
  mkdirSync(join(buildpack, 'bin'), { recursive: true })
  for (const [name, text] of [['detect', 'echo Test'], ['compile', compile]]) {
    writeFileSync(join(buildpack, 'bin', name ?? ''), `#!/usr/bin/env bash\n${text}\n`)
    chmodSync(join(buildpack, 'bin', name ?? ''), 0o755)
  }
  mkdirSync(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  if (running().engine.kernel.state.apps[app] === undefined && !Object.values(running().engine.kernel.state.apps).some(({ name }) => name === app)) await call('apps:create', { name: app })
  await call('buildpacks:set', { app, buildpacks: [buildpack] })
  return ((await call('builds:create', { app, source: { kind: 'folder', path: folder } })) as { buildId: string }).buildId
}

const server = "require('http').createServer((q, s) => s.end('served by ' + process.env.DYNO)).listen(process.env.PORT)"
const webApp = { 'Procfile': 'web: node web.js\n', 'web.js': server }

function visit(app: string): Promise<{ status: number; text: string }> {
  const { port } = new URL(running().routerUrl)
  return new Promise((done, fail) => {
    http.get({ host: '127.0.0.1', port, headers: { host: `${app}.localhost` }, agent: false }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (more: string) => (text += more)).on('end', () => done({ status: answer.statusCode ?? 0, text }))
    }).on('error', fail)
  })
}

async function logText(app: string): Promise<string> {
  const reader = running().engine.open('logs', { app, lines: 500, tail: false }) as { next(): Promise<{ lines: readonly { ps: string; text: string }[] } | null> }
  let text = ''
  for (let item = await reader.next(); item !== null; item = await reader.next()) for (const line of item.lines) text += `${line.ps}: ${line.text}\n`
  return text
}

/** Processes of this data folder whose command line has `text` in it. */
function processesWith(text: string): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(dataDir)
    } catch {
      return false
    }
  })
}

describe.runIf(process.platform === 'linux')('with real processes', { timeout: 150_000 }, () => {
  it('a web dyno that binds no port in time is killed with R10 and crashed', async () => {
    await start({ dynoLimits: { bootMs: 600 } })
    await deploy('late', { 'Procfile': 'web: sleep 500\n' })
    await happened('dyno.crashed', (data) => data['reason'] === 'boot-timeout')
    expect(await until(() => logText('late'), (text) => text.includes('crashed'))).toMatch(/Error R10 \(Boot timeout\)[^]*Stopping process with SIGKILL[^]*Process exited with status 137[^]*State changed from starting to crashed/)
  })

  it('a dyno that does not heed SIGTERM is killed with R12, its children with it', async () => {
    await start({ dynoLimits: { graceMs: 500 } })
    await deploy('deaf', { 'Procfile': 'web: node web.js\nworker: trap "" TERM; setsid sleep 511 & while :; do sleep 1; done\n', 'web.js': server })
    await happened('release.succeeded', (data) => data['version'] === 3)
    await call('ps:scale', { app: 'deaf', changes: [{ type: 'worker', quantity: 1 }] })
    await until(() => processesWith('511'), (pids) => pids.length > 0)
    await call('ps:scale', { app: 'deaf', changes: [{ type: 'worker', quantity: 0 }] })
    await until(dynos, (all) => all.every(({ type }) => type !== 'worker'))
    expect(await logText('deaf')).toMatch(/Error R12 \(Exit timeout\)/)
    await until(() => processesWith('511'), (pids) => pids.length === 0)
  })

  it('every dyno is cycled when its day is over, and its place is taken', async () => {
    await start({ dynoLimits: { cycleMs: 1500, cycleExtraMs: 0 } })
    await deploy('daily', webApp)
    const [first] = await until(dynos, (all) => all.some(({ state }) => state.kind === 'up'))
    await until(dynos, (all) => all.some(({ id, state }) => id !== first?.id && state.kind === 'up'))
    expect(await logText('daily')).toContain('web.1: Cycling')
  })

  it('an eco app falls asleep without requests, and the next request wakes it and is answered', async () => {
    await start({ dynoLimits: { idleMs: 2000 } })
    await deploy('sleepy', webApp)
    await until(dynos, (all) => all.some(({ state }) => state.kind === 'up'))
    await call('ps:scale', { app: 'sleepy', changes: [{ type: 'web', size: 'eco' }] })
    await until(dynos, (all) => all.some(({ state }) => state.kind === 'idle'))
    await until(() => processesWith('web.js'), (pids) => pids.length === 0)
    expect(await visit('sleepy')).toEqual({ status: 200, text: 'served by web.1' })
    expect(await logText('sleepy')).toMatch(/web\.1: Idling[^]*web\.1: Unidling/)
  })

  it('traffic goes through the router to the dyno, and what was sent is what the stream of requests counts', async () => {
    await start({})
    await deploy('busy', webApp)
    await until(dynos, (all) => all.some(({ state }) => state.kind === 'up'))
    const reader = running().engine.open('flow', { app: 'busy', perSecond: 10 }) as { next(): Promise<StreamItem<'flow'> | null> }
    const items: StreamItem<'flow'>[] = []
    void (async () => {
      for (let item = await reader.next(); item !== null; item = await reader.next()) items.push(item)
    })()
    expect(await call('traffic:visit', { app: 'busy', path: '/' })).toMatchObject({ status: 200, text: 'served by web.1', problem: null })
    await call('traffic:start', { app: 'busy', plan: { rate: 100, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: 2 } })
    const stopped = (await happened('traffic.stopped'))?.data as { why: string; sent: number; missed: number }
    expect(stopped.why).toBe('over')
    expect(stopped.sent + stopped.missed).toBe(200)
    await until(() => items.reduce((sum, { ended }) => sum + ended, 0), (ended) => ended === stopped.sent + 1)
    const shown = items.flatMap(({ requests }) => requests)
    expect(shown.every(({ dyno, status }) => dyno === 'web.1' && status === 200)).toBe(true)
    expect(items.flatMap(({ loads }) => loads).every(({ inFlight, held }) => inFlight >= 0 && held === 0)).toBe(true)
  })

  it('an attached one-off nobody takes ends with R13, and one whose caller went away with SIGHUP', async () => {
    await start({ dynoLimits: { attachMs: 500, hangupEveryMs: 200 } })
    await deploy('attached', webApp)
    await happened('release.succeeded', (data) => data['version'] === 3)
    const never = (await call('run:start', { app: 'attached', command: 'sleep 512', attach: true })) as { dynoId: string }
    await happened('dyno.erred', (data) => data['dynoId'] === never.dynoId && data['code'] === 'R13')
    const left = (await call('run:start', { app: 'attached', command: 'sleep 513', attach: true })) as { dynoId: string }
    const reader = running().engine.open('run', { dynoId: left.dynoId })
    await until(() => processesWith('513'), (pids) => pids.length > 0)
    reader.close()
    await happened('dyno.exited', (data) => data['dynoId'] === left.dynoId)
    await until(() => processesWith('51'), (pids) => pids.length === 0)
  })

  it('a build that takes too long is ended, says so, and leaves no process, folder or release', async () => {
    await start({ buildLimitMs: 800 })
    const buildId = await deploy('endless', webApp, 'sleep 514 & sleep 514')
    const failed = await happened('build.failed')
    expect(failed?.data).toMatchObject({ buildId, code: 'build-timeout' })
    expect(failed?.causedBy).toMatchObject({ kind: 'platform' })
    await until(() => [...processesWith('514'), ...readdirSync(join(dataDir, 'builds'))], (left) => left.length === 0)
    expect(running().engine.kernel.state.apps[failed?.app ?? '']).toMatchObject({ currentVersion: 2, buildingId: null })
  })

  it('a push whose build is under way when Dynarium stops is told why, and leaves nothing', async () => {
    await start({})
    await deploy('stopped', webApp, 'sleep 515')
    await happened('build.started')
    await call('builds:cancel', { app: 'stopped', buildId: Object.keys(running().engine.kernel.state.builds)[0] })
    const folder = join(work, 'pushed')
    mkdirSync(folder)
    const git = ['-c', 'user.name=Ada', '-c', 'user.email=ada@localhost']
    for (const args of [['init', '-q', '-b', 'main'], ['commit', '-q', '--allow-empty', '-m', 'empty']]) execFileSync('git', [...git, ...args], { cwd: folder })
    for (const [name, text] of Object.entries(webApp)) writeFileSync(join(folder, name), text)
    execFileSync('git', ['add', '-A'], { cwd: folder })
    execFileSync('git', [...git, 'commit', '-q', '-m', 'web'], { cwd: folder })
    const remote = `http://heroku:${running().token}@127.0.0.1:${running().control.port}/stopped.git`
    const pushed = new Promise<string>((done) => execFile('git', ['push', remote, 'main'], { cwd: folder }, (_error, out, err) => done(out + err)))
    await until(() => processesWith('515'), (pids) => pids.length > 0)
    await running().stop()
    const output = await pushed
    expect(output).toContain('The build was interrupted: the engine stopped.')
    expect(output).toContain('pre-receive hook declined')
    expect([...processesWith('515'), ...readdirSync(join(dataDir, 'builds'))]).toEqual([])
  })

  it('a start clears the working space that an engine before it left', async () => {
    await start({}, ['builds/a/app', 'dynos/b/app', 'templates/c', 'uploads/d'])
    const left = () => ['builds', 'dynos', 'templates', 'uploads'].flatMap((name) => (existsSync(join(dataDir, name)) ? readdirSync(join(dataDir, name)) : []))
    expect(await until(left, (names) => names.length === 0)).toEqual([])
  })

  it('an app that is destroyed leaves nothing on disk but facts', async () => {
    await start({})
    await deploy('gone', { ...webApp, 'Procfile': 'web: node web.js\nrelease: echo migrated\n' })
    await until(dynos, (all) => all.some(({ type, state }) => type === 'web' && state.kind === 'up'))
    await visit('gone')
    await call('apps:destroy', { app: 'gone', confirm: 'gone' })
    const left = () => readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name).filter((name) => !/^(journal\.db.*|runtime|token|engine\.lock|pre-receive|address\.json|(ca|server|authority-key|server-key)\.pem)$/.test(name))
    expect(await until(left, (files) => files.length === 0)).toEqual([])
    expect(await until(dynos, (all) => all.length === 0)).toEqual([])
  })
})
