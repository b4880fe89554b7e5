// Push to the first 200 of the new release, against the app's own build commands run by hand. The difference holds the platform, and
// also the app's release command and boot, which are shown apart.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../setup/paths.mjs'
import { median, ms, pause, range } from './figures.mjs'
import { pageOf, statusOf, withHost } from './host.mjs'

const rounds = 7
const overheadTargetMs = 700
/** Heroku's numbering: v1 and v2 are made with the app. */
const firstVersion = 3
const identity = ['-c', 'user.name=Bench', '-c', 'user.email=bench@localhost']

export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'dynarium-push-'))
  try {
    return await withHost((host) => compare(host, folder))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compare(host, folder) {
  const work = join(folder, 'app')
  cpSync(join(root, 'resources/samples/node'), work, { recursive: true })
  git(work, ['init', '-q', '-b', 'main'])
  await host.api('POST', '/apps', { name: 'bench-push' })
  const remote = `http://heroku:${host.token}@127.0.0.1:${host.controlPort}/bench-push.git`
  const pushes = []
  const builds = []
  const hands = []
  for (let round = 0; round <= rounds; round++) {
    writeFileSync(join(work, 'round.txt'), String(round))
    git(work, ['add', '-A'])
    git(work, [...identity, 'commit', '-q', '-m', `round ${round}`])
    const pushed = await pushTo200(host, work, remote, round)
    const byHand = await byHandMs(join(folder, `hand-${round}`))
    // The first round warms the disk cache and is not counted.
    if (round === 0) continue
    pushes.push(pushed)
    builds.push(byHand.buildMs)
    hands.push(byHand.servedMs)
  }
  const over = (others) => median(pushes.map((pushed, index) => pushed - others[index]))
  return [
    { what: 'push to first 200 of the new release, Node sample', value: range(pushes, ms) },
    { what: 'its build commands by hand', value: range(builds, ms) },
    { what: 'on top of its build commands (median of differences)', value: ms(over(builds)), target: `<= ${overheadTargetMs} ms`, met: over(builds) <= overheadTargetMs },
    { what: 'its build, release command and boot by hand', value: range(hands, ms) },
    { what: 'on top of those, and ratio', value: `${ms(over(hands))}, ${(median(pushes) / median(hands)).toFixed(2)}x` },
  ]
}

/** Asynchronous, so that the host's output is read while git waits. */
async function pushTo200(host, work, remote, round) {
  const start = performance.now()
  await new Promise((resolve, reject) => {
    const child = spawn('git', ['push', '-q', remote, 'main'], { cwd: work, stdio: ['ignore', 'ignore', 'pipe'] })
    let text = ''
    child.stderr.on('data', (chunk) => (text += chunk))
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`round ${round}: ${text}`))))
  })
  const wanted = new RegExp(`\\bv${firstVersion + round}\\b`)
  for (;;) {
    const { status, text } = await pageOf(host.routerPort, 'bench-push.localhost')
    if (status === 200 && wanted.test(text)) break
    await pause(5)
  }
  return performance.now() - start
}

/** `npm ci`; then the release command, and the web command until it answers. */
async function byHandMs(folder) {
  cpSync(join(root, 'resources/samples/node'), folder, { recursive: true })
  const port = 19_000 + Math.floor(Math.random() * 900)
  const env = { ...process.env, PORT: String(port), NODE_ENV: 'production' }
  const start = performance.now()
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, env, stdio: 'ignore' })
  const buildMs = performance.now() - start
  execFileSync('bash', ['-c', 'node release.js'], { cwd: folder, env, stdio: 'ignore' })
  const child = spawn('bash', ['-c', 'exec node web.js'], { cwd: folder, env, stdio: 'ignore' })
  try {
    while ((await statusOf(port, 'localhost')) !== 200) await pause(5)
    return { buildMs, servedMs: performance.now() - start }
  } finally {
    child.kill('SIGKILL')
  }
}

function git(cwd, args) {
  execFileSync('git', args, { cwd, stdio: 'ignore' })
}
