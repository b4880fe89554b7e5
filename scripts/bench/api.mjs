// The Platform API while 20 dynos run: reads at a steady rate over kept connections, each timed from when it was due, so that one that
// waits for another counts as slow. Then how long a line of a build is on its way to the pusher, and to a reader of output_stream_url.
import { spawn, execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../setup/paths.mjs'
import { median, pause } from './figures.mjs'
import { withHost } from './host.mjs'

const dynos = 20
const ratePerSecond = 200
const seconds = 20
const connections = 8
const targetMs = 3
const lines = 50
const lineEveryMs = 100
const lineTargetMs = 100
const paths = ['/apps', '/apps/bench-api/formation', '/apps/bench-api/dynos', '/apps/bench-api/releases', '/apps/bench-api/config-vars']
const identity = ['-c', 'user.name=Bench', '-c', 'user.email=bench@localhost']

export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-api-bench-'))
  try {
    return await withHost(async (host) => [...await reads(host), ...await buildLines(host, folder)])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function reads(host) {
  await host.api('POST', '/apps', { name: 'bench-api' })
  await host.api('POST', '/apps/bench-api/builds', { source_blob: { url: `file://${join(root, 'resources/samples/node')}` } })
  await untilUp(host, 1)
  await host.api('PATCH', '/apps/bench-api/formation', { updates: [{ type: 'web', quantity: dynos }] })
  await untilUp(host, dynos)
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  // A second to warm up is not counted.
  await paced(host, agent, 1)
  const took = await paced(host, agent, seconds)
  agent.destroy()
  const p50 = median(took)
  return [
    { what: `reads at ${ratePerSecond}/s beside ${dynos} dynos, p50`, value: `${p50.toFixed(2)} ms`, target: `<= ${targetMs} ms`, met: p50 <= targetMs },
    { what: '  p99, slowest', value: `${percentile(took, 99).toFixed(2)} ms, ${Math.max(...took).toFixed(1)} ms` },
    { what: '  requests', value: String(took.length) },
  ]
}

async function paced(host, agent, duration) {
  const start = performance.now()
  const asked = []
  for (let index = 0; index < ratePerSecond * duration; index++) {
    const due = start + (index * 1000) / ratePerSecond
    const early = due - performance.now()
    if (early > 0) await pause(early)
    asked.push(read(host, agent, paths[index % paths.length]).then(() => performance.now() - due))
  }
  return Promise.all(asked)
}

function read({ controlPort, token }, agent, path) {
  return new Promise((resolve, reject) => {
    http.get({ host: '127.0.0.1', port: controlPort, path, agent, headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.heroku+json; version=3' } }, (answer) => {
      answer.resume().on('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(`${path}: ${answer.statusCode}`)))).on('error', reject)
    }).on('error', reject)
  })
}

async function untilUp(host, count) {
  for (;;) {
    const web = (await host.api('GET', '/apps/bench-api/dynos')).filter((dyno) => dyno.type === 'web')
    if (web.length === count && web.every((dyno) => dyno.state === 'up')) return
    await pause(50)
  }
}

/** The build prints when it prints, by the clock that this process reads, too. */
async function buildLines(host, folder) {
  const work = join(folder, 'app')
  cpSync(join(root, 'resources/samples/node'), work, { recursive: true })
  writeFileSync(join(work, 'stamps.cjs'), `let left = ${lines}\nconst timer = setInterval(() => { process.stdout.write('stamp ' + Date.now() + '\\n'); if (--left === 0) clearInterval(timer) }, ${lineEveryMs})\n`)
  const manifest = JSON.parse(readFileSync(join(work, 'package.json'), 'utf8'))
  writeFileSync(join(work, 'package.json'), JSON.stringify({ ...manifest, scripts: { ...manifest.scripts, build: 'node stamps.cjs' } }))
  for (const args of [['init', '-q', '-b', 'main'], ['add', '-A'], [...identity, 'commit', '-q', '-m', 'stamps']]) execFileSync('git', args, { cwd: work, stdio: 'ignore' })
  await host.api('POST', '/apps', { name: 'bench-lines' })
  const pushed = []
  const child = spawn('git', ['push', `http://heroku:${host.token}@127.0.0.1:${host.controlPort}/bench-lines.git`, 'main'], { cwd: work, stdio: ['ignore', 'ignore', 'pipe'] })
  child.stderr.on('data', (chunk) => note(pushed, chunk))
  const ended = new Promise((resolve, reject) => child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`git push ended with ${code}`)))))
  const read = await readStream(await streamUrl(host))
  await ended
  return [row('a line of a build until the pusher has it, p50', pushed), row('  until a reader of output_stream_url has it, p50', read)]
}

function note(delays, chunk) {
  const now = Date.now()
  for (const [, at] of String(chunk).matchAll(/stamp (\d+)/g)) delays.push(now - Number(at))
}

async function streamUrl(host) {
  for (;;) {
    const [build] = await host.api('GET', '/apps/bench-lines/builds')
    if (build !== undefined) return build.output_stream_url
    await pause(10)
  }
}

function readStream(url) {
  const delays = []
  return new Promise((resolve, reject) => {
    http.get(url, (answer) => answer.on('data', (chunk) => note(delays, chunk)).on('end', () => resolve(delays)).on('error', reject)).on('error', reject)
  })
}

function row(what, delays) {
  if (delays.length < lines) throw new Error(`${what}: ${delays.length} of ${lines} lines came`)
  const p50 = median(delays)
  return { what, value: `${p50} ms (slowest ${Math.max(...delays)} ms)`, target: `<= ${lineTargetMs} ms`, met: Math.max(...delays) <= lineTargetMs }
}

function percentile(values, wanted) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * wanted) / 100))]
}
