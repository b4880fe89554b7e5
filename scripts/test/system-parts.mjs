// The real parts some tests need from the system. As root on Debian they are installed; elsewhere those tests are skipped
// by name, with the one command that would enable them.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { run } from '../setup/child.mjs'
import { lastLines } from '../setup/failure.mjs'
import { onPath } from '../setup/machine.mjs'
import { step } from '../setup/progress.mjs'

const APT_LIMIT_MS = 10 * 60_000
const LOCK_WAIT_S = 300
const ELECTRON_LIBRARIES = ['libgtk-3.so.0', 'libnss3.so', 'libasound.so.2', 'libgbm.so.1']

/** @typedef {{ name: string, packages: string[], mac?: string, isHere: () => boolean, prepare?: () => void }} Part */

const programs = (...names) => () => names.every((name) => onPath(name) !== null)

/** @type {Part[]} In the order people are told about them. */
export const PARTS = [
  { name: 'git', packages: ['git'], mac: 'xcode-select --install', isHere: programs('git') },
  { name: 'xvfb', packages: ['xvfb', 'xauth'], isHere: () => process.platform !== 'linux' || onPath('xvfb-run') !== null },
  { name: 'chromium', packages: ['chromium'], mac: 'npx playwright install chromium', isHere: () => findChromium() !== null },
  {
    name: 'electron-libraries',
    packages: ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libxtst6', 'libnotify4'],
    isHere: () => process.platform !== 'linux' || hasLibraries(ELECTRON_LIBRARIES),
  },
  { name: 'ruby', packages: ['ruby', 'ruby-dev', 'bundler'], mac: 'brew install ruby', isHere: programs('ruby', 'bundle') },
  { name: 'python', packages: ['python3', 'python3-pip', 'python3-venv'], mac: 'brew install python', isHere: programs('python3') },
  { name: 'java', packages: ['default-jdk-headless', 'maven'], mac: 'brew install openjdk maven', isHere: programs('javac', 'mvn') },
  { name: 'go', packages: ['golang-go'], mac: 'brew install go', isHere: programs('go') },
  { name: 'php', packages: ['php-cli', 'php-mbstring', 'php-xml', 'composer'], mac: 'brew install php composer', isHere: programs('php', 'composer') },
  { name: 'scala', packages: ['scala'], mac: 'brew install scala', isHere: programs('scala', 'scalac') },
  {
    name: 'docker',
    packages: ['docker.io', 'iptables', 'mmdebstrap'],
    mac: 'brew install --cask docker',
    isHere: () => existsSync('/var/run/docker.sock') || (process.platform === 'linux' && programs('dockerd', 'iptables', 'mmdebstrap')()),
  },
  { name: 'redis', packages: ['redis-server'], mac: 'brew install redis', isHere: () => ['redis-server', 'valkey-server'].some((name) => onPath(name) !== null) },
  { name: 'postgresql', packages: ['postgresql'], mac: 'brew install postgresql', isHere: () => existsSync('/usr/lib/postgresql') || onPath('initdb') !== null, prepare: withoutServer },
  { name: 'rsyslog', packages: ['rsyslog', 'rsyslog-gnutls'], mac: 'brew install rsyslog', isHere: () => onPath('rsyslogd') !== null || existsSync('/usr/sbin/rsyslogd') },
  { name: 'nginx', packages: ['nginx-light'], mac: 'brew install nginx', isHere: () => onPath('nginx') !== null || existsSync('/usr/sbin/nginx') },
]

/** @returns {string | null} the browser for the browser tests */
export function findChromium(env = process.env) {
  if (env.DYNARIUM_CHROMIUM) return existsSync(env.DYNARIUM_CHROMIUM) ? env.DYNARIUM_CHROMIUM : null
  return ['chromium', 'chromium-browser', 'google-chrome'].map(onPath).find((file) => file !== null) ?? null
}

/** One command that would bring a part, for the system we are on. */
export function commandFor(part, platform = process.platform) {
  if (platform === 'linux') return `sudo apt-get install -y ${part.packages.join(' ')}`
  return part.mac ?? `install ${part.name}`
}

/**
 * Brings what can be brought, and says so before it does.
 * @param {string[]} wanted names of parts
 * @returns {Promise<Part[]>} what is still missing
 */
export async function ensureParts(wanted, stream = process.stdout) {
  const missing = () => PARTS.filter((part) => wanted.includes(part.name) && !part.isHere())
  const before = missing()
  if (before.length === 0 || !mayInstall()) return before
  const names = before.map((part) => part.name).join(', ')
  stream.write(`These parts are missing for the tests: ${names}. Running as root on Debian, so apt-get installs them now.\n`)
  await step({ key: 'apt', title: `Installing ${names}`, stream }, () => install(before, stream))
  return missing()
}

const mayInstall = () => existsSync('/etc/debian_version') && process.getuid?.() === 0 && onPath('apt-get') !== null

/** Debian's package makes a server and starts it on the usual port, unless it is told before. */
function withoutServer() {
  const file = '/etc/postgresql-common/createcluster.conf'
  if (existsSync(file)) return
  mkdirSync('/etc/postgresql-common', { recursive: true })
  writeFileSync(file, 'create_main_cluster = false\n')
}

async function install(parts, stream) {
  for (const part of parts) part.prepare?.()
  await apt(['update', '-q'])
  const together = await apt(['install', ...parts.flatMap((part) => part.packages)])
  if (together.code === 0) return
  // One part that this Debian does not have must not cost us the others.
  for (const part of parts) {
    const alone = await apt(['install', ...part.packages])
    if (alone.code !== 0) stream.write(`  ${part.name} could not be installed: ${lastLines(alone.output, 2)}\n`)
  }
}

function apt([verb, ...rest]) {
  const flags = ['-y', '-q', '-o', `DPkg::Lock::Timeout=${LOCK_WAIT_S}`, '--no-install-recommends']
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return run('apt-get', [verb, ...flags, ...rest], { env, timeoutMs: APT_LIMIT_MS })
}

function hasLibraries(names) {
  const ldconfig = onPath('ldconfig') ?? '/sbin/ldconfig'
  const known = spawnSync(ldconfig, ['-p'], { encoding: 'utf8' }).stdout ?? ''
  return names.every((name) => known.includes(`${name} `))
}
