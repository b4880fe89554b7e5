// Push to first 200, against the app's own build commands run by hand and its own boot: the difference is what the platform costs.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../setup/paths.mjs'
import { median, ms, pause, range } from './figures.mjs'
import { statusOf, withHost } from './host.mjs'

const rounds = 7
const overheadTargetMs = 700
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
    hands.push(byHand)
  }
  const overheads = pushes.map((pushed, index) => pushed - hands[index])
  return [
    { what: 'push to first 200 of the new release, Node sample', value: range(pushes, ms) },
    { what: 'its build commands and boot by hand', value: range(hands, ms) },
    { what: 'platform overhead (median of the differences)', value: ms(median(overheads)), target: `<= ${overheadTargetMs} ms`, met: median(overheads) <= overheadTargetMs },
    { what: 'ratio', value: `${(median(pushes) / median(hands)).toFixed(2)}x` },
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
  while ((await statusOf(host.routerPort, 'bench-push.localhost')) !== 200) await pause(5)
  return performance.now() - start
}

/** `npm ci`, the release command, then the web command until it answers. */
async function byHandMs(folder) {
  cpSync(join(root, 'resources/samples/node'), folder, { recursive: true })
  const port = 19_000 + Math.floor(Math.random() * 900)
  const env = { ...process.env, PORT: String(port), NODE_ENV: 'production' }
  const start = performance.now()
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, env, stdio: 'ignore' })
  execFileSync('bash', ['-c', 'node release.js'], { cwd: folder, env, stdio: 'ignore' })
  const child = spawn('bash', ['-c', 'exec node web.js'], { cwd: folder, env, stdio: 'ignore' })
  try {
    while ((await statusOf(port, 'localhost')) !== 200) await pause(5)
    return performance.now() - start
  } finally {
    child.kill('SIGKILL')
  }
}

function git(cwd, args) {
  execFileSync('git', args, { cwd, stdio: 'ignore' })
}
