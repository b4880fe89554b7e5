// The embedded Redis against the redis-server of this machine, by redis-benchmark, in turns. Both on loopback with a password, without the link in
// front that add-ons have; with persistence where it says so. Both share the cores with the client.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { onPath } from '../setup/machine.mjs'
import { root } from '../setup/paths.mjs'

const PASSWORD = 'bench'
const ROUNDS = 3
const MEMORY = 512 * 1024 * 1024
const CASES = [
  { title: 'SET, 50 clients', flags: ['-t', 'set', '-c', '50', '-n', '60000'] },
  { title: 'GET, 50 clients', flags: ['-t', 'get', '-c', '50', '-n', '60000'] },
  { title: 'GET, 16 in a pipeline', flags: ['-t', 'get', '-c', '50', '-P', '16', '-n', '400000'] },
  { title: 'LPUSH, 16 in a pipeline', flags: ['-t', 'lpush', '-c', '50', '-P', '16', '-n', '200000'] },
  { title: 'ZADD, 16 in a pipeline', flags: ['-t', 'zadd', '-c', '50', '-P', '16', '-r', '100000', '-n', '100000'] },
]
const LASTING = [{ title: 'SET that lasts, 16 in a pipeline', flags: ['-t', 'set', '-c', '50', '-P', '16', '-r', '10000', '-n', '200000'] }]

export async function measure() {
  const program = onPath('redis-server')
  if (program === null || onPath('redis-benchmark') === null) return [{ what: 'embedded Redis against redis-server', value: 'there is no redis-server here' }]
  return [...(await compare(program, CASES, false)), ...(await compare(program, LASTING, true))]
}

async function compare(program, cases, lasts) {
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-bench-redis-'))
  const servers = { embedded: await startEmbedded(folder, lasts), real: await startReal(program, folder, lasts) }
  const found = new Map(cases.map(({ title }) => [title, { embedded: [], real: [] }]))
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { title, flags } of cases) for (const name of ['embedded', 'real']) found.get(title)[name].push(perSecond(servers[name].port, flags))
    }
  } finally {
    for (const server of Object.values(servers)) await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return [...found].map(([title, { embedded, real }]) => {
    const [ours, theirs] = [median(embedded), median(real)]
    return { what: `${title}: embedded, redis-server, ratio`, value: `${thousands(ours)}, ${thousands(theirs)}, ${(ours / theirs).toFixed(2)}` }
  })
}

function perSecond(port, flags) {
  const { stdout, stderr } = spawnSync('redis-benchmark', ['-h', '127.0.0.1', '-p', String(port), '-a', PASSWORD, '--csv', ...flags], { encoding: 'utf8' })
  const rate = Number(/^"[^"]+","([\d.]+)"/m.exec(stdout.split('\n').filter((line) => !line.startsWith('"test"')).join('\n'))?.[1])
  if (!(rate > 0)) throw new Error(`redis-benchmark said: ${stdout}${stderr}`)
  return rate
}

async function startEmbedded(folder, lasts) {
  const settings = { port: 0, password: PASSWORD, adminPassword: 'own', memoryBytes: MEMORY, policy: 'noeviction', connections: 200, timeoutS: 0, file: lasts ? join(folder, 'changes.aof') : null }
  const worker = new Worker(join(root, 'out', 'main', 'addon-thread.cjs'), { workerData: { service: 'redis', settings, pause: new Int32Array(new SharedArrayBuffer(4)) } })
  const { answer } = await new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  return { port: answer.port, stop: () => worker.terminate() }
}

async function startReal(program, folder, lasts) {
  const port = await freePort()
  const child = spawn(program, ['--port', String(port), '--bind', '127.0.0.1', '--requirepass', PASSWORD, '--maxmemory', String(MEMORY), '--save', '', '--appendonly', lasts ? 'yes' : 'no', '--dir', folder], { stdio: 'ignore' })
  const until = Date.now() + 10_000
  // Not redis-benchmark: one that meets a server which is not up yet may try without end.
  while (!String(spawnSync('redis-cli', ['-h', '127.0.0.1', '-p', String(port), '-a', PASSWORD, '--no-auth-warning', 'ping'], { timeout: 5000 }).stdout).startsWith('PONG')) {
    if (Date.now() > until) throw new Error('redis-server did not start')
    await new Promise((later) => setTimeout(later, 50))
  }
  const ended = new Promise((resolve) => child.once('exit', resolve))
  return { port, stop: () => (child.kill('SIGKILL'), ended) }
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

const median = (values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)]
const thousands = (value) => `${Math.round(value / 1000)}k/s`
