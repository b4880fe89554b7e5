// The traffic generator: planned against sent at two rates and at the most it can hold, and what its thread costs; first against a
// server that does next to nothing, then through the router to a dyno, each next to `wrk` on the same address in turn. `wrk` sends as
// fast as it is answered, the generator when the time has come, so the ratio says how near to its limit the generator can be used.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { root } from '../setup/paths.mjs'
import { median, pause } from './figures.mjs'
import { withHost } from './host.mjs'
import { openProtocol } from './protocol.mjs'

const run = promisify(execFile)
const rates = [500, 2000]
const searched = [3000, 4000, 5000, 6000, 8000, 10_000]
const seconds = 5
const rounds = 3
/** Held: so much of what was planned is sent. */
const enough = 0.99
const ticksPerSecond = 100
const server = "require('http').createServer((request, response) => response.end('ok')).listen(process.env.PORT, '127.0.0.1', function () { console.log(this.address().port) })\n"

export async function measure() {
  const hasWrk = await run('wrk', ['-v']).then(() => true, ({ code }) => code !== 'ENOENT')
  const bare = await againstBareServer(hasWrk)
  const routed = await throughRouter(hasWrk)
  return [...bare, ...routed, ...(hasWrk ? [] : [{ what: 'against wrk', value: 'wrk is not installed' }])]
}

async function againstBareServer(hasWrk) {
  const child = spawn(process.execPath, ['-e', server], { env: { ...process.env, PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const port = Number(String((await once(child.stdout, 'data'))[0]))
    const known = threads(process.pid)
    const worker = new Worker(join(root, 'out/main/traffic-thread.cjs'), { workerData: { port } })
    const sendFor = (plan) => new Promise((resolve) => {
      const told = []
      const hear = (message) => {
        if (message.kind === 'second') told.push(message.second)
        if (message.kind !== 'over') return
        worker.off('message', hear)
        resolve(told)
      }
      worker.on('message', hear)
      worker.postMessage({ kind: 'start', order: { appId: 'bench', host: 'bench.localhost', plan } })
    })
    const rows = await compare('a bare server', process.pid, known, sendFor, hasWrk ? () => wrk(port) : null)
    await worker.terminate()
    return rows
  } finally {
    child.kill('SIGKILL')
  }
}

async function throughRouter(hasWrk) {
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-traffic-'))
  try {
    writeFileSync(join(folder, 'Procfile'), 'web: node web.js\n')
    writeFileSync(join(folder, 'package.json'), '{ "name": "bench", "version": "1.0.0", "private": true }\n')
    writeFileSync(join(folder, 'package-lock.json'), '{ "name": "bench", "version": "1.0.0", "lockfileVersion": 3, "packages": {} }\n')
    writeFileSync(join(folder, 'web.js'), server)
    return await withHost(async (host) => {
      await host.api('POST', '/apps', { name: 'bench-traffic' })
      await host.api('POST', '/apps/bench-traffic/builds', { source_blob: { url: `file://${folder}` } })
      while (!(await host.api('GET', '/apps/bench-traffic/dynos')).some(({ state }) => state === 'up')) await pause(50)
      const protocol = await openProtocol(host)
      const sendFor = async (plan) => {
        // The last second of the run before is not to be added to the first of this one.
        await pause(1100)
        const told = new Map()
        const close = protocol.follow('traffic', { app: 'bench-traffic', seconds: 0 }, (item) => item.seconds.forEach((second) => told.set(second.at, second)))
        await protocol.call('traffic:start', { app: 'bench-traffic', plan })
        while ([...told.values()].reduce((sum, { ok, failed, missed }) => sum + ok + failed + missed, 0) < plan.rate * plan.seconds) await pause(100)
        close()
        return [...told.values()]
      }
      const rows = await compare('the router', host.pid, threads(host.pid), sendFor, hasWrk ? () => wrk(host.routerPort) : null)
      protocol.close()
      return rows
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `pid`: the process that the generator's thread is in. `known`: its threads before that one began. */
async function compare(what, pid, known, sendFor, wrkRate) {
  const plan = (rate) => ({ rate, shape: { kind: 'steady' }, paths: [{ path: '/', weight: 1 }], seconds })
  // The platform begins the thread with its first order.
  await sendFor({ ...plan(10), seconds: 1 })
  const own = (before) => [...threads(pid)].filter(([id]) => !known.has(id)).reduce((sum, [id, ticks]) => sum + ticks - (before.get(id) ?? 0), 0)
  const rows = []
  for (const rate of rates) {
    const figures = []
    for (let round = 0; round < rounds; round++) {
      const before = threads(pid)
      const told = await sendFor(plan(rate))
      figures.push({ ...totals(told), cpu: (own(before) / ticksPerSecond / seconds) * 100 })
    }
    const share = median(figures.map(({ planned, sent }) => sent / planned))
    rows.push({ what: `${rate}/s to ${what}: sent of planned`, value: `${(share * 100).toFixed(2)} %`, target: `>= ${enough * 100} %`, met: share >= enough })
    rows.push({ what: '  latest, CPU of its thread', value: `${median(figures.map(({ lateMs }) => lateMs)).toFixed(1)} ms, ${median(figures.map(({ cpu }) => cpu)).toFixed(1)} %` })
  }
  const pairs = []
  for (let round = 0; round < rounds; round++) pairs.push({ theirs: await wrkRate?.(), ours: await mostHeld(plan, sendFor) })
  rows.push({ what: `most held to ${what}`, value: `${median(pairs.map(({ ours }) => ours))}/s` })
  if (wrkRate === null) return rows
  rows.push({ what: '  wrk, 64 connections', value: `${Math.round(median(pairs.map(({ theirs }) => theirs)))}/s` })
  rows.push({ what: '  ratio (median of pairs)', value: `${median(pairs.map(({ ours, theirs }) => ours / theirs)).toFixed(2)}x` })
  return rows
}

async function mostHeld(plan, sendFor) {
  let held = rates[rates.length - 1]
  for (const rate of searched) {
    const { planned, sent, ok } = totals(await sendFor(plan(rate)))
    if (Math.min(sent, ok) < enough * planned) break
    held = rate
  }
  return held
}

function totals(told) {
  const sum = (of) => told.reduce((total, second) => total + second[of], 0)
  return { planned: sum('planned'), sent: sum('sent'), ok: sum('ok'), lateMs: Math.max(...told.map(({ lateMs }) => lateMs)) }
}

/** Processor time of each thread of a process, in ticks. Linux only. */
function threads(pid) {
  if (process.platform !== 'linux') return new Map()
  return new Map(readdirSync(`/proc/${pid}/task`).map((id) => {
    const fields = readFileSync(`/proc/${pid}/task/${id}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
    return [id, Number(fields[11]) + Number(fields[12])]
  }))
}

async function wrk(port) {
  const { stdout } = await run('wrk', ['-t1', '-c64', `-d${seconds}s`, '-H', 'Host: bench-traffic.localhost', `http://127.0.0.1:${port}/`])
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])
}
