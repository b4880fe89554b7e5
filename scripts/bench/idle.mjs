// What an open window with nothing to do costs: CPU of the whole process tree over a while, and its memory (PSS: shared pages
// counted once). Linux only; under Xvfb where there is no display.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resolveElectron } from '../electron-runtime.mjs'
import { hasDisplay, sandboxFlags } from '../setup/machine.mjs'
import { root } from '../setup/paths.mjs'
import { pause } from './figures.mjs'
import { pssBytes } from './memory.mjs'

const settleMs = 15_000
const watchMs = 20_000
const ticksPerSecond = 100
const memoryTargetMb = 350

export async function measure() {
  if (process.platform !== 'linux') return [{ what: 'idle cost', value: 'only measured on Linux' }]
  const { executable } = await resolveElectron({ quiet: true })
  const dataDir = mkdtempSync(join(tmpdir(), 'dynarium-idle-'))
  const words = [executable, ...sandboxFlags(), root, '--data-dir', dataDir, '--port', '0', '--router-port', '0', `--user-data-dir=${join(dataDir, 'window')}`]
  const [command, ...args] = hasDisplay() ? words : ['xvfb-run', '-a', ...words]
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  try {
    await pause(settleMs)
    const pids = tree(child.pid).filter((pid) => !/Xvfb|xvfb-run/.test(commandOf(pid)))
    const before = cpuTicks(pids)
    await pause(watchMs)
    const cpu = ((cpuTicks(pids) - before) / ticksPerSecond / (watchMs / 1000)) * 100
    const memory = pids.reduce((sum, pid) => sum + pssBytes(pid), 0) / 2 ** 20
    return [
      { what: 'window, main process and engine, idle: CPU of one core', value: `${cpu.toFixed(2)} %`, target: '< 2 %', met: cpu < 2 },
      { what: `the same, memory (PSS of ${pids.length} processes)`, value: `${Math.round(memory)} MB`, target: `<= ${memoryTargetMb} MB`, met: memory <= memoryTargetMb },
    ]
  } finally {
    process.kill(-child.pid, 'SIGTERM')
    await pause(3000)
    for (const pid of tree(child.pid)) kill(pid)
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** The process and everything below it. */
function tree(top) {
  const children = new Map()
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number)) {
    const parent = Number(statOf(pid)[1])
    children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  const found = []
  for (const queue = [top]; queue.length > 0; ) {
    const pid = queue.shift()
    if (statOf(pid).length > 1) found.push(pid)
    queue.push(...(children.get(pid) ?? []))
  }
  return found
}

/** The fields behind the command's name: state, parent, ... */
function statOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
  } catch {
    return []
  }
}

/** User and system time in ticks. */
const cpuTicks = (pids) => pids.reduce((sum, pid) => sum + Number(statOf(pid)[11] ?? 0) + Number(statOf(pid)[12] ?? 0), 0)

function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}
