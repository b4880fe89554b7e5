// `npm start`: from a fresh clone to an open window, by itself. What is done already is not done again.
import { spawn } from 'node:child_process'
import { findElectron, resolveElectron } from './electron-runtime.mjs'
import { serveToBrowser } from './setup/browser-host.mjs'
import { buildIsStale, ensureBuild } from './setup/build.mjs'
import { foreground } from './setup/child.mjs'
import { dependenciesAreStale, ensureDependencies } from './setup/dependencies.mjs'
import { SetupFailure, explainAndExit } from './setup/failure.mjs'
import { hasDisplay, missingBasics, sandboxFlags } from './setup/machine.mjs'
import { stopWithNpm } from './setup/npm-parent.mjs'
import { root, withDataDir } from './setup/paths.mjs'
import { expectedMs, seconds } from './setup/progress.mjs'

const say = (line) => process.stdout.write(`${line}\n`)

async function main() {
  stopWithNpm()
  const missing = missingBasics()
  if (missing) throw new SetupFailure('Dynarium can not start yet.', missing, ['`node --version` and `git --version` show what you have'])
  const display = hasDisplay()
  announce(plannedSteps(display))
  await ensureDependencies()
  const runtime = display ? await electronOrReason() : { kind: 'none', reason: 'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set).' }
  await ensureBuild()
  const args = withDataDir(process.argv.slice(2))
  if (runtime.kind === 'electron') return openWindow(runtime, args)
  say(`${runtime.reason}\nThe same interface is served to a browser instead.`)
  return serveToBrowser(args, say)
}

async function electronOrReason() {
  try {
    return { kind: 'electron', ...(await resolveElectron()) }
  } catch (error) {
    if (error instanceof SetupFailure) return { kind: 'none', reason: error.message }
    throw error
  }
}

function openWindow(runtime, args) {
  const flags = sandboxFlags()
  if (flags.length > 0) say(`Running as root on Linux: Chromium's own sandbox can not work, so ${flags.join(' ')} is passed.`)
  say(`Opening the window (Electron ${runtime.version}; data in ${args[1]}).`)
  // A process group of its own: Ctrl-C reaches us alone, we pass it to the window, and it shuts the platform down in order.
  const detached = process.platform !== 'win32'
  return foreground(spawn(runtime.executable, [...flags, root, ...args], { cwd: root, stdio: 'inherit', detached }))
}

function plannedSteps(display) {
  const steps = []
  if (dependenciesAreStale()) steps.push({ key: 'install', words: 'install dependencies' })
  if (display && !findElectron()) steps.push({ key: 'runtime-fallback', words: 'fetch a runtime' })
  if (steps.length > 0 || buildIsStale()) steps.push({ key: 'build', words: 'build' })
  return steps
}

function announce(steps) {
  if (steps.length === 0) return
  const total = steps.reduce((sum, { key }) => sum + expectedMs(key), 0)
  say(`Setting up: ${steps.map(({ words }) => words).join(', ')}. About ${seconds(total)} in all.`)
}

main().then((code) => process.exit(code), explainAndExit)
