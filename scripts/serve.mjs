// `npm run serve`: the same engine without Electron, for browsers, classrooms and scripts.
// Set-up speaks on stderr; stdout carries only the server's own JSON lines.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuild } from './setup/build.mjs'
import { handOverSignals } from './setup/child.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { SetupFailure, explainAndExit } from './setup/failure.mjs'
import { missingBasics } from './setup/machine.mjs'
import { stopWithNpm } from './setup/npm-parent.mjs'
import { root, withDataDir } from './setup/paths.mjs'

const ownArgs = process.argv.slice(2)

async function main() {
  stopWithNpm()
  const missing = missingBasics()
  if (missing) throw new SetupFailure('Dynarium can not start yet.', missing, ['`node --version` and `git --version` show what you have'])
  await ensureDependencies(process.stderr)
  await ensureBuild(process.stderr)
  const server = join(root, 'out', 'main', 'serve.cjs')
  // The server takes over this process: signals, exit code and memory are its own, with no second process in between.
  process.argv = [process.execPath, server, ...withDataDir(ownArgs)]
  handOverSignals()
  await import(pathToFileURL(server).href)
}

main().catch(explainAndExit)
