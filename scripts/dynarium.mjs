#!/usr/bin/env node
// `npx dynarium check [DIR]` (or `npm run dynarium -- check [DIR]`): Dynarium for a terminal and for CI. Set-up speaks on stderr, so that
// stdout has the result alone.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuild } from './setup/build.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { SetupFailure, explainAndExit } from './setup/failure.mjs'
import { missingBasics } from './setup/machine.mjs'
import { root } from './setup/paths.mjs'

const herokuCli = 'heroku-cli.cjs'
const verbs = { check: 'check.cjs', serve: 'serve.cjs', env: herokuCli, heroku: herokuCli, trust: herokuCli }
const [verb, ...args] = process.argv.slice(2)

async function main() {
  const file = Object.hasOwn(verbs, verb ?? '') ? verbs[verb] : null
  if (file === null) throw new SetupFailure('There is nothing to do.', verb === undefined ? 'no command was given' : `there is no command ${verb}`, [`the commands are ${Object.keys(verbs).join(', ')}; --help after one tells more`])
  const missing = missingBasics()
  if (missing) throw new SetupFailure('Dynarium can not start yet.', missing, ['`node --version` and `git --version` show what you have'])
  await ensureDependencies(process.stderr)
  await ensureBuild(process.stderr)
  // npm runs scripts in the root, and says where it was called: folders are meant from there.
  if (process.env.npm_lifecycle_event === 'dynarium' && process.env.INIT_CWD !== undefined) process.chdir(process.env.INIT_CWD)
  // It takes over this process: signals and exit code are its own. The one that has several verbs is told which.
  process.argv = [process.execPath, join(root, 'out', 'main', file), ...(verbs[verb] === herokuCli ? [verb] : []), ...args]
  await import(pathToFileURL(process.argv[1]).href)
}

main().catch(explainAndExit)
