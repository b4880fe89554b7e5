// Live at scale: 200 dynos in two apps, 2,000 requests and 5,000 log lines a second, and the window open on each busy view. Then the
// same 200 dynos with nothing moving. On real processes, as light as a web dyno can be, and in the simulated world.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { root } from '../setup/paths.mjs'
import { median, pause } from './figures.mjs'
import { withHost } from './host.mjs'
import { withPage } from './watched-page.mjs'

const apps = ['bench-one', 'bench-two']
const dynosPerApp = 100
const linesPerDyno = 25
const requestsPerApp = 1000
const views = ['Map', 'Logs', 'Metrics', 'Overview']
const warmMs = 3000
const watchMs = 10_000
const bytesMs = 3000
const quietMs = 10_000
/** For starting everything, before the busy time of real dynos. */
const startSeconds = 60
const ticksPerSecond = 100
const targetFrames = 30
const targetQuiet = 10

export async function measure() {
  const rows = [{ what: `load of this machine before (1 minute, 2 cores busy is 2.0)`, value: loadavg()[0].toFixed(1) }]
  const wanted = process.argv.filter((word) => ['process', 'simulated'].includes(word))
  const runtimes = wanted.length > 0 ? wanted : ['process', 'simulated']
  if (runtimes.includes('process')) rows.push(...(await measureProcesses()))
  if (runtimes.includes('simulated')) rows.push(...(await measureSimulated()))
  return rows
}

async function measureProcesses() {
  if (!hasGo()) return [{ what: 'process runtime', value: 'not measured: the light dyno needs go' }]
  return withHost(async (host) => {
    const busySeconds = startSeconds + views.length * ((warmMs + watchMs + bytesMs) / 1000 + 4)
    const until = Math.floor(Date.now() / 1000 + busySeconds)
    const source = `file://${join(root, 'scripts/bench/light-dyno')}`
    await raise(host, source, { LINES: String(linesPerDyno), PRINT_UNTIL: String(until), GOFLAGS: '-ldflags=-s' })
    const busy = await withPage(host, (watched) => watchBusy(host, watched, 'process'))
    await pause(Math.max(0, until * 1000 - Date.now()) + 2000)
    return [...busy, ...(await withPage(host, (watched) => watchQuiet(host, watched, 'process')))]
  })
}

async function measureSimulated() {
  const source = `file://${join(root, 'resources/samples/node')}`
  const world = ['--runtime', 'simulated', '--seed', '1']
  const busy = await withHost(async (host) => {
    await raise(host, source, {})
    return withPage(host, (watched) => watchBusy(host, watched, 'simulated'))
  }, [...world, '--log-rate', String(linesPerDyno)])
  const quiet = await withHost(async (host) => {
    await raise(host, source, {})
    return withPage(host, (watched) => watchQuiet(host, watched, 'simulated'))
  }, world)
  return [...busy, ...quiet]
}

/** Both apps with all their dynos up. */
async function raise(host, source, config) {
  for (const name of apps) {
    await host.api('POST', '/apps', { name })
    if (Object.keys(config).length > 0) await host.api('PATCH', `/apps/${name}/config-vars`, config)
    await host.api('POST', `/apps/${name}/builds`, { source_blob: { url: source } })
  }
  for (const name of apps) await untilUp(host, name, 1)
  for (const name of apps) await host.api('PATCH', `/apps/${name}/formation`, { updates: [{ type: 'web', quantity: dynosPerApp }] })
  for (const name of apps) await untilUp(host, name, dynosPerApp)
}

async function watchBusy(host, watched, runtime) {
  const steady = { shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds: null }
  for (const app of apps) await host.call('traffic:start', { app, plan: { ...steady, rate: requestsPerApp } })
  const rows = []
  for (const view of views) {
    await show(watched.page, view)
    await pause(warmMs)
    const cost = await costOf(host, watched, watchMs)
    const bytes = await watched.bytes(bytesMs)
    const { perSecond, long } = cost.frames
    const worst = percentile(perSecond, 0.05)
    rows.push({ what: `${runtime}, ${view}: frames a second, median and 5 % worst`, value: `${median(perSecond)} / ${worst}`, target: `>= ${targetFrames}`, met: worst >= targetFrames })
    rows.push({ what: `  long frames, CPU page + picture + engine, to the window`, value: `${long}, ${percent(cost.renderer)} + ${percent(cost.picture)} + ${percent(cost.engine)}, ${Math.round(bytes / 1000)} KB/s` })
  }
  rows.push(...(await rates(host)).map(({ app, requests, missed }) => ({ what: `${runtime}, ${app}: requests a second answered, not sent in time`, value: `${requests}, ${missed}` })))
  for (const app of apps) await host.call('traffic:stop', { app })
  return rows
}

async function watchQuiet(host, watched, runtime) {
  await show(watched.page, 'Overview')
  await pause(2 * warmMs)
  const { page, cpu } = watched
  const before = await cpu()
  await pause(quietMs)
  const after = await cpu()
  const renderer = (after.renderer - before.renderer) / (quietMs / 1000)
  const picture = (after.picture - before.picture) / (quietMs / 1000)
  await page.title()
  return [{ what: `${runtime}, nothing moves: CPU of one core, page + picture`, value: `${percent(renderer)} + ${percent(picture)}`, target: `< ${targetQuiet} %`, met: (renderer + picture) * 100 < targetQuiet }]
}

async function show(page, view) {
  await page.getByRole('combobox', { name: 'App', exact: true }).selectOption({ label: apps[0] })
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: view, exact: true }).click()
}

/** Shares of one core while the frames are counted. */
async function costOf(host, { frames, cpu }, time) {
  const before = [await cpu(), engineSeconds(host.pid), performance.now()]
  const counted = await frames(time)
  const seconds = (performance.now() - before[2]) / 1000
  const after = [await cpu(), engineSeconds(host.pid)]
  return { frames: counted, renderer: (after[0].renderer - before[0].renderer) / seconds, picture: (after[0].picture - before[0].picture) / seconds, engine: (after[1] - before[1]) / seconds }
}

/** The host's own processor time, its edge's and generators' threads included. */
function engineSeconds(pid) {
  if (process.platform !== 'linux') return Number.NaN
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** What the generators say of their last seconds. */
async function rates(host) {
  return Promise.all(apps.map(async (app) => {
    const { seconds } = await host.firstItem('traffic', { app, seconds: 10 })
    const mean = (of) => Math.round(seconds.reduce((sum, second) => sum + of(second), 0) / Math.max(1, seconds.length))
    return { app, requests: mean((second) => second.ok + second.failed), missed: mean((second) => second.missed) }
  }))
}

async function untilUp(host, app, count) {
  for (;;) {
    const web = (await host.api('GET', `/apps/${app}/dynos`)).filter((dyno) => dyno.type === 'web')
    if (web.length === count && web.every((dyno) => dyno.state === 'up')) return
    await pause(200)
  }
}

function percentile(values, fraction) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * fraction)] ?? 0
}

const percent = (share) => `${(share * 100).toFixed(1)} %`

function hasGo() {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
