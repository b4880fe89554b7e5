// The container engine that tests run dynos in. One that is there is used; as root on Debian one of the tests' own is started, with
// its data kept from run to run, as its stack takes minutes to make. Everywhere else those tests are skipped by name.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { onPath } from '../setup/machine.mjs'
import { cacheDir, root } from '../setup/paths.mjs'
import { step } from '../setup/progress.mjs'

const START_LIMIT_MS = 60_000
const BUILD_LIMIT_MS = 30 * 60_000
const STACK = 'heroku-24'
/** What apps are built and run on; and a small one, for tests that carry it from engine to engine. */
const WHOLE = { name: `dynarium/stack:${STACK}`, title: 'Making a stack for containers from Debian packages (some minutes, once)', key: 'stack', labels: `local.dynarium.stack=${STACK} local.dynarium.builds=true` }
const SMALL = { name: 'dynarium/test-stack:1', title: 'Making a small stack for tests', key: 'small-stack', labels: 'local.dynarium.tests=true', packages: ['procps', 'nodejs'] }
/** For servers of add-ons in containers. */
const REDIS = { name: 'dynarium/test-redis:1', title: 'Making an image of Redis for tests', key: 'redis-image', labels: 'local.dynarium.tests=true', packages: ['redis-server'] }
const DYNO_USER = 'chroot "$1" useradd --uid 1000 --home-dir /app --create-home --shell /bin/bash dyno'
/** In namespaces of its own: its mounts and its programs end with it, and it with us. */
const alone = ['--pdeathsig', 'KILL', 'unshare', '--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child', '--mount-proc']
const usual = '/var/run/docker.sock'

/** @typedef {{ address: string, image: string, smallImage: string, redisImage: string }} DockerForTests */

/**
 * @param {NodeJS.WritableStream} [stream]
 * @returns {Promise<DockerForTests | null>} null: there is none, and none can be had; why was said
 */
export async function ensureDocker(stream = process.stdout) {
  const socket = (await found()) ?? (await started(stream))
  if (socket === null) return null
  for (const image of [SMALL, REDIS, WHOLE]) {
    const trouble = (await hasImage(socket, image)) ? null : await makeImage(socket, image, stream)
    if (trouble === null) continue
    stream.write(`The stack for containers could not be made: ${trouble}\n`)
    return null
  }
  return { address: `unix://${socket}`, image: WHOLE.name, smallImage: SMALL.name, redisImage: REDIS.name }
}

async function found() {
  const named = process.env.DYNARIUM_DOCKER?.replace(/^unix:\/\//, '')
  for (const socket of [named, usual, ownSocket()]) if (socket && (await answers(socket))) return socket
  return null
}

const ownFolder = () => join(cacheDir(), 'docker')
const ownSocket = () => join(ownFolder(), 'docker.sock')

async function started(stream) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || onPath('dockerd') === null) return null
  const folder = ownFolder()
  mkdirSync(folder, { recursive: true })
  const flags = ['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec'), '-p', join(folder, 'pid'), '-H', `unix://${ownSocket()}`]
  const daemon = spawn(onPath('dockerd'), flags, { stdio: 'ignore', detached: true })
  daemon.on('error', () => {})
  process.on('exit', () => {
    // It ends its containers and itself; nobody waits for it.
    if (daemon.exitCode === null && daemon.pid) process.kill(daemon.pid, 'SIGTERM')
  })
  const until = Date.now() + START_LIMIT_MS
  while (Date.now() < until && daemon.exitCode === null) {
    if (await answers(ownSocket())) return ownSocket()
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  stream.write('A container engine for the tests did not start.\n')
  return null
}

/** From the same list of packages as the app's own stack. @returns {Promise<string | null>} what went wrong */
async function makeImage(socket, image, stream) {
  if (process.getuid?.() !== 0 || onPath('mmdebstrap') === null) return 'it takes root and mmdebstrap, on Debian.'
  const { built } = JSON.parse(readFileSync(join(root, 'resources', 'stacks', `${STACK}.json`), 'utf8'))
  const args = [
    `--variant=${built.variant}`, '--dpkgopt=force-unsafe-io', `--include=${(image.packages ?? built.packages).join(',')}`, `--customize-hook=${DYNO_USER}`, `--components=${built.components.debian}`,
    built.suites.debian, '-',
  ]
  const work = join(cacheDir(), 'stack-work')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  const maker = () => spawn('setpriv', [...alone, 'mmdebstrap', ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TMPDIR: work } })
  return step({ key: image.key, title: image.title, stream }, async () => {
    const trouble = await poured(maker(), socket, image)
    rmSync(work, { recursive: true, force: true })
    return trouble
  })
}

/** The archive goes into the engine as it comes. The engine is called when it begins to: one that waits for minutes is hung up on. */
function poured(maker, socket, image) {
  return new Promise((resolve) => {
    let said = ''
    let upload = null
    const limit = setTimeout(() => maker.kill('SIGKILL'), BUILD_LIMIT_MS)
    const done = (trouble) => {
      clearTimeout(limit)
      maker.kill('SIGKILL')
      resolve(trouble)
    }
    maker.on('error', (error) => done(error.message))
    maker.stderr.on('data', (chunk) => (said = (said + chunk).slice(-2000)))
    maker.stdout.once('readable', () => {
      upload = importing(socket, image, done)
      maker.stdout.pipe(upload, { end: false })
    })
    maker.on('close', (code) => {
      if (code === 0 && upload !== null) return upload.end()
      upload?.destroy()
      done(said.trim().split('\n').slice(-3).join(' '))
    })
  })
}

function importing(socket, { name, labels }, done) {
  const [repo, tag] = name.split(':')
  const query = new URLSearchParams({ fromSrc: '-', repo, tag, changes: `LABEL ${labels}` })
  const upload = request({ socketPath: socket, method: 'POST', path: `/images/create?${query}`, headers: { 'Content-Type': 'application/x-tar' } }, (answer) => {
    let text = ''
    answer.on('data', (chunk) => (text += chunk)).on('end', () => done(answer.statusCode === 200 && !/"error"/.test(text) ? null : text.slice(-400)))
  })
  upload.on('error', (error) => done(error.message))
  return upload
}

const hasImage = async (socket, { name }) => (await ask(socket, `/images/${name}/json`)) === 200
const answers = async (socket) => existsSync(socket) && (await ask(socket, '/_ping')) === 200

/** @returns {Promise<number>} the status, 0 when nothing answers */
function ask(socketPath, path) {
  return new Promise((resolve) => {
    const asked = request({ socketPath, path, timeout: 10_000 }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    asked.on('error', () => resolve(0))
    asked.on('timeout', () => asked.destroy())
    asked.end()
  })
}
