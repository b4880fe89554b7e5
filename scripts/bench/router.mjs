// The router against the proxies that people know, in one run: the same backend, 32 kept connections, each proxy alone on one core,
// clients and backend on the other. Ours with all it does for a request: headers, request id, log record, figures, and a thread that
// reads its reports.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'
import { onPath } from '../setup/machine.mjs'
import { root } from '../setup/paths.mjs'
import { median, pause } from './figures.mjs'
import { freePort, loadCore, residentBytes, startBackend, startHaproxy, startHttpProxy, startOurs, startProxyNginx } from './router/contestants.mjs'

const run = promisify(execFile)
const tools = { wrk: 'wrk', nginx: 'nginx-light', haproxy: 'haproxy', taskset: 'util-linux' }
const rounds = 5
const slowRounds = 3
const seconds = 2
const connections = 32
const perApp = 10
const manyConnections = 1000
const bigBytes = 2 ** 30
const mebi = 2 ** 20

export async function measure() {
  process.env.PATH += ':/usr/sbin'
  const missing = Object.keys(tools).filter((tool) => onPath(tool) === null)
  if (missing.length > 0) return [refusal(`${missing.join(', ')} missing: apt-get install ${missing.map((tool) => tools[tool]).join(' ')}`)]
  if (cpus().length < 2) return [refusal('it takes two cores, one for the proxy and one for its clients')]
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-router-'))
  const running = []
  const keep = async (starting) => {
    const started = await starting
    running.push(started)
    return started
  }
  try {
    writeFileSync(join(folder, 'big'), '')
    truncateSync(join(folder, 'big'), bigBytes)
    const ports = []
    while (ports.length < perApp) ports.push(await freePort())
    const backend = await keep(startBackend(folder, ports))
    const edgeModule = await builtEdge(folder)
    const ours = await keep(startOurs('ours', edgeModule, ports.slice(0, 1)))
    const nginx = await keep(startProxyNginx(folder, ports[0]))
    const haproxy = await keep(startHaproxy(folder, ports[0]))
    const plain = await keep(startHttpProxy(ports[0]))
    const crowded = await keep(startOurs('one app of 500', edgeModule, ports, { apps: 500 }))
    const lonely = await keep(startOurs('the only app', edgeModule, ports))
    const oneCore = await keep(startOurs('ours, reports read on the same core', edgeModule, ports.slice(0, 1), { sinkCore: 0 }))
    const direct = { ...backend, name: 'direct' }
    const speed = await throughput([direct, ours, oneCore, nginx, haproxy, plain, crowded, lonely])
    return [
      ...speedRows(speed),
      ...(await latencyRows([ours, nginx, haproxy], median(speed.get('nginx')) / 2)),
      ...(await streamRows(ours, nginx)),
      ...(await memoryRows(ours, nginx)),
      ...tableRows(speed),
      ...(await changeRows(crowded)),
      await reportRow(ours),
    ]
  } finally {
    for (const contestant of running.reverse()) await contestant.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const refusal = (why) => ({ what: 'not judged', value: '', target: why })

/** The side of the edge that lives in the engine's thread is part of a larger file; here it is built alone. */
async function builtEdge(folder) {
  const entry = join(root, 'electron/adapters/edge/threaded-edge.ts')
  await build({
    configFile: false, root, logLevel: 'error',
    build: { lib: { entry, formats: ['es'], fileName: 'threaded-edge' }, outDir: folder, emptyOutDir: false, target: 'node18', minify: false, rolldownOptions: { external: [/^node:/] } },
  })
  return join(folder, 'threaded-edge.js')
}

/** Requests a second of each, round by round: who goes first takes turns. */
async function throughput(contestants) {
  const speed = new Map(contestants.map(({ name }) => [name, []]))
  for (const { port } of contestants) await wrk(port, 1)
  for (let round = 0; round < rounds; round++) {
    const order = contestants.map((_, index) => contestants[(index + round) % contestants.length])
    for (const { name, port } of order) speed.get(name).push(await wrk(port, seconds))
  }
  return speed
}

async function wrk(port, time) {
  const { stdout } = await run('taskset', ['-c', String(loadCore), 'wrk', '-t1', `-c${connections}`, `-d${time}s`, '-H', 'Host: bench-0.localhost', `http://127.0.0.1:${port}/`])
  if (/Non-2xx/.test(stdout)) throw new Error(`answers other than 200:\n${stdout}`)
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1])
}

const ratio = (speed, a, b) => median(speed.get(a).map((value, round) => value / speed.get(b)[round]))

function speedRows(speed) {
  const rows = ['direct', 'ours', 'ours, reports read on the same core', 'nginx', 'haproxy', 'http-proxy'].map((name) => ({
    what: name, value: `${Math.round(median(speed.get(name))).toLocaleString('en')}/s`, target: `${Math.round(Math.min(...speed.get(name)))} - ${Math.round(Math.max(...speed.get(name)))}`,
  }))
  const bars = [['nginx', 0.8], ['http-proxy', 5], ['haproxy', undefined]]
  return [...rows, ...bars.map(([other, bar]) => {
    const times = ratio(speed, 'ours', other)
    return { what: `ours against ${other} (median of rounds)`, value: `${times.toFixed(2)}x`, ...(bar === undefined ? {} : { target: `>= ${bar}x`, met: times >= bar }) }
  })]
}

async function latencyRows(contestants, rate) {
  const found = new Map(contestants.map(({ name }) => [name, []]))
  for (let round = 0; round < slowRounds; round++) {
    for (const { name, port } of round % 2 === 0 ? contestants : contestants.toReversed()) found.get(name).push(await client('paced.mjs', port, Math.round(rate), seconds, connections))
  }
  const middle = (name, which) => median(found.get(name).map((figures) => figures[which]))
  const times = median(found.get('ours').map(({ p99 }, round) => p99 / found.get('nginx')[round].p99))
  return [
    ...contestants.map(({ name }) => ({ what: `${name} at ${Math.round(rate).toLocaleString('en')}/s (half of nginx): p50, p99`, value: `${middle(name, 'p50').toFixed(2)}, ${middle(name, 'p99').toFixed(2)} ms` })),
    { what: 'p99, ours against nginx (median of rounds)', value: `${times.toFixed(2)}x`, target: '<= 1.5x', met: times <= 1.5 },
  ]
}

async function client(file, ...words) {
  const { stdout } = await run('taskset', ['-c', String(loadCore), process.execPath, join(import.meta.dirname, 'router', file), ...words.map(String)])
  return JSON.parse(stdout)
}

async function streamRows(ours, nginx) {
  const found = { ours: [], nginx: [] }
  let growth = 0
  for (let round = 0; round < slowRounds; round++) {
    for (const { name, port, pid } of [ours, nginx]) {
      const before = residentBytes(pid)
      let most = before
      const look = setInterval(() => (most = Math.max(most, residentBytes(pid))), 20)
      const { received, ms } = await client('streamed.mjs', port)
      clearInterval(look)
      if (received < bigBytes) throw new Error(`${name} passed on ${received} bytes of ${bigBytes}`)
      found[name].push(bigBytes / mebi / (ms / 1000))
      // The first time the runtime takes what it needs for any stream.
      if (name === 'ours' && round > 0) growth = Math.max(growth, most - before)
    }
  }
  const times = median(found.ours.map((value, round) => value / found.nginx[round]))
  return [
    { what: '1 GiB through ours, nginx', value: `${Math.round(median(found.ours))}, ${Math.round(median(found.nginx))} MiB/s` },
    { what: '  ratio (median of rounds)', value: `${times.toFixed(2)}x`, target: '>= 0.5x', met: times >= 0.5 },
    { what: '  more memory, at most', value: `${(growth / mebi).toFixed(1)} MiB`, target: '<= 16 MiB', met: growth <= 16 * mebi },
  ]
}

async function memoryRows(...contestants) {
  const rows = []
  for (const { name, port, pid } of contestants) {
    const before = residentBytes(pid)
    const child = spawn('taskset', ['-c', String(loadCore), process.execPath, join(import.meta.dirname, 'router/many.mjs'), String(port), String(manyConnections)], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    await pause(500)
    const more = residentBytes(pid) - before
    child.kill('SIGKILL')
    await once(child, 'exit')
    rows.push({ what: `${manyConnections} connections at ${name}: more memory`, value: `${(more / mebi).toFixed(1)} MiB`, ...(name === 'ours' ? { target: '<= 64 MiB', met: more <= 64 * mebi } : {}) })
  }
  return rows
}

function tableRows(speed) {
  const times = ratio(speed, 'one app of 500', 'the only app')
  return [{ what: '500 apps, 5,000 targets in the table, against 1 app', value: `${times.toFixed(3)}x`, target: '>= 0.97x', met: times >= 0.97 }]
}

async function changeRows({ child }) {
  const { times } = await ask(child, { kind: 'changes', count: 100 })
  return [{ what: 'a route change until a request sees it: median, worst', value: `${median(times).toFixed(1)}, ${Math.max(...times).toFixed(1)} ms`, target: '<= 5 ms', met: median(times) <= 5 }]
}

async function reportRow({ child }) {
  await pause(500)
  const { requests, dropped } = await ask(child, { kind: 'totals' })
  return { what: 'reports that reached the engine\'s side, and that it lost', value: `${requests.toLocaleString('en')}, ${dropped}`, target: '0 lost', met: dropped === 0 }
}

async function ask(child, message) {
  const answer = once(child, 'message')
  child.send(message)
  return (await answer)[0]
}
