// `npm run dev`: the window with hot reload. electron-vite rebuilds and restarts as sources change.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { resolveElectron } from './electron-runtime.mjs'
import { foreground } from './setup/child.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { explainAndExit } from './setup/failure.mjs'
import { hasDisplay, sandboxFlags } from './setup/machine.mjs'
import { stopWithNpm } from './setup/npm-parent.mjs'
import { root, withDataDir } from './setup/paths.mjs'

async function main() {
  stopWithNpm()
  await ensureDependencies()
  const runtime = await resolveElectron()
  if (!hasDisplay()) process.stdout.write('There is no display, so the window will not open. Try: xvfb-run -a npm run dev\n')
  // electron-vite asks for the executable and the sandbox in variables of its own.
  const env = { ...process.env, ELECTRON_EXEC_PATH: runtime.executable, ...(sandboxFlags().length > 0 ? { NO_SANDBOX: '1' } : {}) }
  const tool = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const args = [tool, 'dev', '--', ...withDataDir(process.argv.slice(2))]
  process.exitCode = await foreground(spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' }))
}

main().catch(explainAndExit)
