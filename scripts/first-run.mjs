// `npm run first-run`: the time a newcomer waits, on a machine after set-up and with an empty data folder. From the start of the app
// to a moving picture (a window, a sample behind the first door, requests that move), and to the first `git push` that is served.
// Ends with 1 when a limit is missed. Without a display it shows its window on one of its own (xvfb).
import { _electron as electron } from '@playwright/test'
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { apiOf, statusOf } from './bench/host.mjs'
import { pause } from './bench/figures.mjs'
import { resolveElectron } from './electron-runtime.mjs'
import { ensureBuild } from './setup/build.mjs'
import { foreground } from './setup/child.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { SetupFailure, explainAndExit } from './setup/failure.mjs'
import { hasDisplay, onPath, sandboxFlags } from './setup/machine.mjs'
import { root } from './setup/paths.mjs'

const MOVING_LIMIT_MS = 60_000
const PUSH_LIMIT_MS = 180_000
/** Nothing is waited for longer than this. */
const GIVE_UP_MS = 240_000
const REQUESTS_THAT_MOVE = 5
const pushedApp = 'first-push'
const say = (line) => process.stdout.write(`${line}\n`)

async function main() {
  if (!hasDisplay()) return onOwnDisplay()
  await ensureDependencies()
  await ensureBuild()
  const runtime = await resolveElectron()
  const work = mkdtempSync(join(tmpdir(), 'dynarium-first-run-'))
  try {
    return report(await measure(runtime, work))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function measure(runtime, work) {
  process.env.ELECTRON_OVERRIDE_DIST_PATH = runtime.distPath
  const [port, routerPort] = [await freePort(), await freePort()]
  const dataDir = join(work, 'data')
  const startedAt = performance.now()
  const since = () => performance.now() - startedAt
  const app = await electron.launch({ cwd: root, args: [...sandboxFlags(), root, '--data-dir', dataDir, '--port', String(port), '--router-port', String(routerPort)] })
  try {
    const page = await app.firstWindow()
    await page.getByTestId('door-show').waitFor({ timeout: GIVE_UP_MS })
    const windowMs = since()
    const api = apiOf({ url: `http://127.0.0.1:${port}`, token: readFileSync(join(dataDir, 'token'), 'utf8').trim() })
    await page.getByTestId('door-show').click()
    await page.locator('[data-testid^="dyno-web."][data-state="up"]').first().waitFor({ timeout: GIVE_UP_MS })
    const upMs = since()
    await until(() => requestsServed(api).then((count) => count >= REQUESTS_THAT_MOVE))
    const movingMs = since()
    await push(join(work, 'app'), api, port, readFileSync(join(dataDir, 'token'), 'utf8').trim())
    await until(async () => (await statusOf(routerPort, `${pushedApp}.localhost:${routerPort}`)) === 200)
    return { windowMs, upMs, movingMs, pushMs: since() }
  } finally {
    await app.close()
  }
}

/** Lines of the router in the logs of the newest app, as `heroku logs --dyno router` gives them. */
async function requestsServed(api) {
  const [app] = await api('GET', '/apps')
  if (app === undefined) return 0
  const { logplex_url: address } = await api('POST', `/apps/${app.id}/log-sessions`, { dyno: 'router', tail: false, lines: 100 })
  return (await (await fetch(address)).text()).split('\n').filter((line) => line.includes('heroku[router]')).length
}

async function push(folder, api, port, token) {
  cpSync(join(root, 'resources', 'samples', 'node'), folder, { recursive: true })
  const git = (...args) => execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@localhost', ...args], { cwd: folder, stdio: 'pipe' })
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('commit', '-q', '-m', 'First version')
  await api('POST', '/apps', { name: pushedApp })
  // Asynchronous, so that the app's output is read while git waits.
  const child = spawn('git', ['push', '-q', `http://heroku:${token}@127.0.0.1:${port}/${pushedApp}.git`, 'main'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  let text = ''
  child.stderr.on('data', (chunk) => (text += chunk))
  const code = await new Promise((resolve) => child.on('exit', resolve))
  if (code !== 0) throw new Error(`git push was refused:\n${text}`)
}

async function until(isSo) {
  const deadline = performance.now() + GIVE_UP_MS
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`it did not happen within ${GIVE_UP_MS / 1000} s`)
    await pause(100)
  }
}

function report({ windowMs, upMs, movingMs, pushMs }) {
  say('From the start of the app, on an empty data folder:')
  say(line('the window shows the first doors', windowMs))
  say(line('the first dyno is up', upMs))
  say(line('requests move', movingMs, MOVING_LIMIT_MS))
  say(line('the first git push is served', pushMs, PUSH_LIMIT_MS))
  return movingMs <= MOVING_LIMIT_MS && pushMs <= PUSH_LIMIT_MS ? 0 : 1
}

function line(what, tookMs, limitMs) {
  const verdict = limitMs === undefined ? '' : `   limit ${limitMs / 1000} s   ${tookMs <= limitMs ? 'met' : 'MISSED'}`
  return `  ${what.padEnd(36)}${(tookMs / 1000).toFixed(1).padStart(7)} s${verdict}`
}

function onOwnDisplay() {
  const xvfb = onPath('xvfb-run')
  if (xvfb === null) throw new SetupFailure('There is no display for the window.', 'neither DISPLAY nor WAYLAND_DISPLAY is set, and xvfb-run is not installed.', ['on Debian or Ubuntu: sudo apt-get install xvfb xauth'])
  return foreground(spawn(xvfb, ['-a', '-s', '-screen 0 1600x1000x24', process.execPath, process.argv[1]], { stdio: 'inherit' }))
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

main().then((code) => process.exit(code), explainAndExit)
