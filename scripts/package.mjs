// `npm run package`: the installers of this system, with the official Electron. They land in out/packages.
// `npm run package -- --dir`: only the unpacked app, with whatever runtime is here; done again only when something changed.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { resolveElectron } from './electron-runtime.mjs'
import { licencesText } from './packaging/licences.mjs'
import { ensurePackager } from './packaging/packager.mjs'
import { forgetFreshness, isFresh, noteFreshness, unpackedApp } from './packaging/unpacked.mjs'
import { ensureBuild } from './setup/build.mjs'
import { run } from './setup/child.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { SetupFailure, explainAndExit, lastLines } from './setup/failure.mjs'
import { stopWithNpm } from './setup/npm-parent.mjs'
import { root } from './setup/paths.mjs'
import { step } from './setup/progress.mjs'

const PACKAGE_LIMIT_MS = 20 * 60_000
const say = (line) => process.stdout.write(`${line}\n`)

async function main() {
  stopWithNpm()
  const words = process.argv.slice(2)
  const unknown = words.filter((word) => word !== '--dir')
  if (unknown.length > 0) throw new SetupFailure(`There is no option ${unknown.join(' ')}.`, 'packages are made for the system and chip they are made on.', ['npm run package', 'npm run package -- --dir'])
  await ensureDependencies()
  await ensureBuild()
  return words.includes('--dir') ? packageFolder() : packageInstallers()
}

async function packageFolder() {
  const runtime = await resolveElectron()
  if (!isFresh(runtime)) {
    forgetFreshness()
    await build(['--dir', `-c.electronDist=${runtime.distPath}`, `-c.electronVersion=${runtime.version}`])
    noteFreshness(runtime)
  }
  if (runtime.source === 'fallback') say('It is made with the fallback runtime: good for trying it here, not for passing on.')
  say(unpackedApp().folder)
}

async function packageInstallers() {
  await build([])
  say(join(root, 'out', 'packages'))
}

async function build(args) {
  const packager = await ensurePackager()
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(join(root, 'out', 'licences.txt'), licencesText())
  await step({ key: `package${args[0] ?? ''}`, title: 'Packaging' }, async () => {
    // Nothing is ever published from here: making a package and passing it on are two decisions.
    const command = [packager, '--config', join(root, 'electron-builder.yml'), '--publish', 'never', ...args]
    const result = await run(process.execPath, command, { timeoutMs: PACKAGE_LIMIT_MS })
    if (result.code === 0) return
    throw new SetupFailure(
      'The package could not be made.',
      result.timedOut ? 'it did not finish within 20 minutes.' : `electron-builder stopped with an error:\n${lastLines(result.output, 20)}`,
      ['`npm run package -- --dir` needs no network and no tools of the system', 'docs/packaging.md says what each form needs'],
    )
  })
}

main().then(() => process.exit(0), explainAndExit)
