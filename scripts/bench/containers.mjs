// Dynos in containers against `docker run` of the same command by hand, in turn: one start, and thirty at once. Then what
// the engine weighs with fifty of them, and what becomes of 19,000 lines a second that one of them logs.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'
import { root } from '../setup/paths.mjs'
import { ensureDocker } from '../test/docker-engine.mjs'
import { median, ms, pause, range } from './figures.mjs'
import { withHost } from './host.mjs'
import { pssBytes } from './memory.mjs'

const app = 'bench-containers'
const singles = 8
const many = 30
const manyRounds = 2
const heavy = 50
const startTarget = 1.2
const settleMs = 1000
const restSeconds = 10
const ticksPerSecond = 100
const logRate = 19_000
const logSeconds = 10
const ticksOfLog = 20
const network = 'dynarium-bench'
const sample = join(root, 'resources/samples/node')

export async function measure() {
  const engine = await ensureDocker(process.stderr)
  if (engine === null) return [{ what: 'dynos in containers', value: 'no container engine' }]
  process.env.DOCKER_HOST = engine.address
  await docker('network', 'create', network).catch(() => {})
  try {
    return await withHost((host) => compared(host, engine.image), ['--runtime', 'docker'])
  } finally {
    await docker('network', 'rm', network)
  }
}

async function compared(host, image) {
  await host.api('POST', '/apps', { name: app })
  await host.api('POST', `/apps/${app}/builds`, { source_blob: { url: `file://${sample}` } })
  await untilUp(host, 1)
  const one = await inTurn(singles, () => scaleOut(host, 2), () => byHand(image, 1))
  const thirty = await inTurn(manyRounds, () => scaleOut(host, many), () => byHand(image, many - 1))
  await setWeb(host, heavy)
  await untilUp(host, heavy)
  await pause(5000)
  const memory = pssBytes(host.pid)
  const spent = await processorShare(host.pid)
  await setWeb(host, 1)
  await untilUp(host, 1)
  const logged = await logLines(host)
  await setWeb(host, 0)
  await untilUp(host, 0)
  return [
    { what: 'a dyno more until it is up', value: range(one.ours, ms) },
    { what: '`docker run` of its command until it answers', value: range(one.bare, ms) },
    { what: 'ratio (median of pairs)', value: `${one.ratio.toFixed(2)}x`, target: `<= ${startTarget}x`, met: one.ratio <= startTarget },
    { what: `1 -> ${many} dynos until all are up`, value: range(thirty.ours, ms) },
    { what: `${many - 1} times \`docker run\` at once until all answer`, value: range(thirty.bare, ms) },
    { what: 'ratio (median of pairs)', value: `${thirty.ratio.toFixed(2)}x` },
    { what: `memory of the engine with ${heavy} containers (PSS)`, value: `${Math.round(memory / 2 ** 20)} MB` },
    { what: `processor time of the engine with ${heavy} of them at rest`, value: `${Math.round(spent * 1000) / 10} % of a core` },
    { what: `lines logged at ${logRate} a second for ${logSeconds} s, in ${(logged.ms / 1000).toFixed(1)} s`, value: String(logged.sent) },
    { what: 'of them read by a tail', value: String(logged.read) },
    { what: 'of them dropped, and said to be', value: String(logged.dropped), target: '0', met: logged.dropped === 0 },
    { what: 'of them lost without a word', value: String(logged.sent - logged.read - logged.dropped), target: '0', met: logged.sent === logged.read + logged.dropped },
  ]
}

/** Of one core, over some seconds. */
async function processorShare(pid) {
  const ticks = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).reduce((sum, field) => sum + Number(field), 0)
  const before = ticks()
  await pause(restSeconds * 1000)
  return (ticks() - before) / ticksPerSecond / restSeconds
}

/** A one-off that logs numbered lines, and a tail of them. */
async function logLines(host) {
  const sent = logRate * logSeconds
  // So many each tick and never more, as it would be over the rate in a second where it makes up for a late one.
  const script = `let n = 0; const timer = setInterval(() => { let text = ""; for (const due = Math.min(${sent}, n + ${logRate / ticksOfLog}); n < due; n++) text += "line " + n + " of many, as long as such lines are\\n"; process.stdout.write(text); if (n === ${sent}) { clearInterval(timer); console.log("all lines are out") } }, ${1000 / ticksOfLog})`
  const seen = new Set()
  let dropped = 0
  let [first, last] = [0, 0]
  let isOver = () => {}
  const over = new Promise((resolve) => (isOver = resolve))
  const tail = await host.follow('logs', { app, lines: 0, tail: true }, ({ lines, dropped: lost }) => {
    dropped += lost
    for (const { text } of lines) {
      const number = /^line (\d+) of many/.exec(text)?.[1]
      if (number !== undefined) {
        first ||= performance.now()
        last = performance.now()
        seen.add(Number(number))
      }
      dropped += Number(/Error L1[012]: (\d+) messages dropped/.exec(text)?.[1] ?? 0)
      if (text === 'all lines are out') isOver()
    }
  })
  await host.call('run:start', { app, command: `node -e '${script}'`, attach: false })
  await Promise.race([over, pause(logSeconds * 6000)])
  await pause(1500)
  tail.close()
  return { sent, read: seen.size, dropped, ms: last - first }
}

/** Who goes first takes turns, and each starts on a machine that has come to rest. */
async function inTurn(rounds, ours, bare) {
  const took = { ours: [], bare: [] }
  for (let round = 0; round < rounds; round++) {
    for (const isOurs of round % 2 === 0 ? [true, false] : [false, true]) {
      await pause(settleMs)
      if (isOurs) took.ours.push(await ours())
      else took.bare.push(await bare())
    }
  }
  return { ...took, ratio: median(took.ours.map((value, index) => value / took.bare[index])) }
}

async function scaleOut(host, count) {
  const start = performance.now()
  await setWeb(host, count)
  await untilUp(host, count)
  const took = performance.now() - start
  await setWeb(host, 1)
  await untilUp(host, 1)
  return took
}

const setWeb = (host, quantity) => host.api('PATCH', `/apps/${app}/formation`, { updates: [{ type: 'web', quantity }] })

async function untilUp(host, count) {
  for (;;) {
    const list = await host.api('GET', `/apps/${app}/dynos`)
    const web = list.filter((dyno) => dyno.type === 'web')
    if (web.length === count && web.every((dyno) => dyno.state === 'up')) return
    await pause(20)
  }
}

/** With the same limits; the files are mounted, as by hand nobody would copy them. */
async function byHand(image, count) {
  const start = performance.now()
  const ids = await Promise.all(Array.from({ length: count }, async () => {
    const id = (await docker('run', '-d', '--init', '--user', '1000:1000', '-e', 'PORT=5000', '-p', '127.0.0.1::5000', '-v', `${sample}:/app:ro`, '-w', '/app', '--network', network, image, 'node', 'web.js')).trim()
    const port = Number(/:(\d+)/.exec(await docker('port', id, '5000'))?.[1])
    while (!(await isServed(port))) await pause(20)
    return id
  }))
  const took = performance.now() - start
  await docker('rm', '-f', ...ids)
  return took
}

async function docker(...args) {
  const child = spawn('docker', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk) => (text += chunk))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`docker ${args[0]} ended with ${code}`)
  return text
}

/** Docker's own proxy accepts connections before anybody listens, so it is asked for a page. */
function isServed(port) {
  return new Promise((resolve) => {
    const asked = http.get({ host: '127.0.0.1', port, path: '/' }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    asked.on('error', () => resolve(false))
  })
}
