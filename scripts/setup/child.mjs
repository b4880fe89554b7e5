// Child processes that never outlive us: run to the end with a time limit, or kept in the foreground with signals passed on.
import { spawn, spawnSync } from 'node:child_process'
import { root } from './paths.mjs'

const OUTPUT_KEPT = 20_000
const KILL_GRACE_MS = 5_000
const DRAIN_MS = 1_000
const windows = process.platform === 'win32'
/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()
let guarded = false
let handedOver = false
let ending = false

/**
 * Runs a command to its end. Its output is collected (the last 20,000 characters), not shown, unless `echo` says where.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, echo?: NodeJS.WritableStream }} [options]
 * @returns {Promise<{ code: number, output: string, stdout: string, timedOut: boolean }>}
 */
export function run(command, args, { cwd = root, env = process.env, timeoutMs = 600_000, echo } = {}) {
  guard()
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: !windows, windowsHide: true })
    running.add(child)
    let output = ''
    let stdout = ''
    let timedOut = false
    const timer = setTimeout(() => {
      timedOut = true
      killTree(child)
    }, timeoutMs)
    child.stdout.on('data', (chunk) => {
      stdout = (stdout + chunk).slice(-10 * OUTPUT_KEPT)
      output = (output + chunk).slice(-OUTPUT_KEPT)
      echo?.write(chunk)
    })
    child.stderr.on('data', (chunk) => {
      output = (output + chunk).slice(-OUTPUT_KEPT)
      echo?.write(chunk)
    })
    let isFinished = false
    const finish = (code) => {
      if (isFinished) return
      isFinished = true
      clearTimeout(timer)
      if (!windows && child.pid) trySignal(-child.pid, 'SIGTERM') // Whatever it left behind in its group goes with it.
      running.delete(child)
      resolve({ code, output, stdout, timedOut })
    }
    child.on('error', (error) => {
      output += String(error.message)
      finish(127)
    })
    child.on('close', (code, signal) => finish(code ?? (signal ? 1 : 0)))
    // A grandchild that was left behind may hold the pipe open for ever, so we do not wait for its end.
    child.on('exit', (code, signal) => setTimeout(finish, DRAIN_MS, code ?? (signal ? 1 : 0)))
  })
}

/** npm through the program that runs us where possible: no shell, the configured mirror and proxy apply. */
export function npm(args, options) {
  const cli = process.env.npm_execpath
  if (cli?.endsWith('.js')) return run(process.execPath, [cli, ...args], options)
  return windows ? run('cmd.exe', ['/d', '/s', '/c', 'npm', ...args], options) : run('npm', args, options)
}

/**
 * Keeps a child in the foreground: it has its own process group, gets each signal once, and its exit code is returned.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
export function foreground(child) {
  const signals = windows ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP']
  const forward = (signal) => child.kill(signal)
  handOverSignals()
  for (const signal of signals) process.on(signal, forward)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward)
      resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1))
    })
  })
}

/** Ends everything `run` started that is still alive, grandchildren in groups of their own included. */
function killAll() {
  for (const child of running) killTree(child)
}

function killTree(child) {
  if (child.pid === undefined) return
  if (windows) return void spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'])
  const family = descendants(child.pid)
  const signalAll = (signal) => family.forEach((pid) => trySignal(pid, signal))
  trySignal(-child.pid, 'SIGTERM')
  signalAll('SIGTERM')
  setTimeout(() => {
    trySignal(-child.pid, 'SIGKILL')
    signalAll('SIGKILL')
  }, KILL_GRACE_MS).unref()
}

function descendants(pid) {
  const rows = spawnSync('ps', ['-Ao', 'pid=,ppid='], { encoding: 'utf8' }).stdout ?? ''
  const parents = rows.trim().split('\n').map((row) => row.trim().split(/\s+/).map(Number))
  const found = [pid]
  for (const ancestor of found) for (const [child, parent] of parents) if (parent === ancestor) found.push(child)
  return found
}

function trySignal(pid, signal) {
  try {
    process.kill(pid, signal)
  } catch {
    // Already gone.
  }
}

/** An interrupted set-up takes its children with it. */
function guard() {
  if (guarded) return
  guarded = true
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]]) process.on(signal, () => endWith(code))
}

function endWith(code) {
  if (ending || (running.size === 0 && handedOver)) return
  ending = true
  killAll()
  const giveUpAt = Date.now() + KILL_GRACE_MS + 500
  const timer = setInterval(() => {
    if (running.size > 0 && Date.now() < giveUpAt) return
    clearInterval(timer)
    process.exit(code)
  }, 50)
}

/** From here on someone else answers signals: a foreground child, or a server in this process. */
export function handOverSignals() {
  handedOver = true
}
