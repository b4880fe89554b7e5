// `npm test`: does all set-up for the tests, runs every stage, and closes with one line: N passed, N failed, N skipped.
// `npm test -- unit lint` runs the named stages only.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resolveElectron } from './electron-runtime.mjs'
import { ensurePackager } from './packaging/packager.mjs'
import { ensureBuild } from './setup/build.mjs'
import { ensureDependencies } from './setup/dependencies.mjs'
import { SetupFailure, explainAndExit } from './setup/failure.mjs'
import { missingBasics } from './setup/machine.mjs'
import { stopWithNpm } from './setup/npm-parent.mjs'
import { seconds } from './setup/progress.mjs'
import { ensureDocker } from './test/docker-engine.mjs'
import { closingLine } from './test/reports.mjs'
import { reportDir, STAGES } from './test/stages.mjs'
import { commandFor, ensureParts, findChromium, PARTS } from './test/system-parts.mjs'

const TOTAL_LIMIT_MS = 70 * 60_000
const NAMES_SHOWN = 200
const startedAt = Date.now()
const say = (line = '') => process.stdout.write(`${line}\n`)

async function main() {
  stopWithNpm()
  const stages = chosenStages(process.argv.slice(2))
  const missing = missingBasics()
  if (missing) throw new SetupFailure('The tests can not run yet.', missing, ['`node --version` and `git --version` show what you have'])
  await ensureDependencies()
  mkdirSync(reportDir, { recursive: true })
  const scratch = mkdtempSync(join(tmpdir(), 'dynarium-test-'))
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))
  const setup = await prepare(stages, scratch)
  const results = []
  for (const stage of stages) results.push(await runStage(stage, setup))
  return summarise(results)
}

function chosenStages(names) {
  const unknown = names.filter((name) => !STAGES.some((stage) => stage.name === name))
  if (unknown.length > 0) {
    const known = STAGES.map((stage) => stage.name).join(', ')
    throw new SetupFailure(`There is no stage called ${unknown.join(', ')}.`, `the stages are ${known}.`, ['npm test -- unit'])
  }
  return names.length === 0 ? STAGES.filter((stage) => !stage.isByName) : STAGES.filter((stage) => names.includes(stage.name))
}

/** Everything the stages stand on: system parts, the build, the Electron runtime, and an environment that says so. */
async function prepare(stages, scratch) {
  const missing = await ensureParts([...new Set(stages.flatMap((stage) => stage.parts))])
  for (const part of missing) say(`Missing: ${part.name}. Tests that need it are skipped. To enable them: ${commandFor(part)}`)
  const needs = (what) => stages.some((stage) => stage.needs.includes(what))
  const build = needs('build') ? await attempt(() => ensureBuild()) : { kind: 'done' }
  const lacksLibraries = missing.some((part) => part.name === 'electron-libraries')
  const electron = needs('electron') && !lacksLibraries ? await attempt(() => resolveElectron()) : { kind: 'none', reason: '' }
  const docker = needs('docker') && !missing.some((part) => part.name === 'docker') ? await ensureDocker() : null
  if (needs('docker') && docker === null) say('Missing: a container engine. Tests that need it are skipped.')
  const packager = needs('packager') ? await attempt(() => ensurePackager()) : { kind: 'done' }
  if (packager.kind === 'failed') say('Missing: packager. The test that needs it is skipped.')
  const env = {
    ...process.env,
    // Nothing a test starts may touch the person's own platform.
    DYNARIUM_DATA_DIR: scratch,
    DYNARIUM_MISSING: [...missing.map((part) => part.name), ...(packager.kind === 'failed' ? ['packager'] : [])].join(','),
    ...(docker === null ? {} : { DYNARIUM_DOCKER: docker.address, DYNARIUM_STACK_IMAGE: docker.smallImage, DYNARIUM_REDIS_IMAGE: docker.redisImage }),
    ...(findChromium() ? { DYNARIUM_CHROMIUM: findChromium() } : {}),
    ...(electron.kind === 'done' ? { ELECTRON_OVERRIDE_DIST_PATH: electron.value.distPath, DYNARIUM_ELECTRON: electron.value.executable } : {}),
  }
  return { missing: missing.map((part) => part.name), build, electron, env }
}

async function attempt(work) {
  try {
    return { kind: 'done', value: await work() }
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error
    say(`\n${error.message}\n`)
    return { kind: 'failed', reason: error.message }
  }
}

async function runStage(stage, { missing, build, electron, env }) {
  const from = Date.now()
  const timeoutMs = Math.min(stage.limitMs, startedAt + TOTAL_LIMIT_MS - from)
  const finish = (tally) => ({ name: stage.name, tookMs: Date.now() - from, ...tally })
  say(`\n== ${stage.name}`)
  if (timeoutMs <= 0) return finish({ passed: 0, failures: [`${stage.name} was not run: the time for all tests was used up`], skips: [] })
  if (stage.needs.includes('build') && build.kind === 'failed') {
    return finish({ passed: 0, failures: [`${stage.name} was not run: the build failed`], skips: [] })
  }
  const lacking = (stage.cannotRunWithout ?? []).filter((name) => missing.includes(name))
  const lacksRuntime = stage.needs.includes('electron') && electron.kind !== 'done'
  if (lacking.length > 0 || lacksRuntime) {
    const skips = await stage.titles({ env, timeoutMs })
    say(`Skipped: ${whySkipped(lacking)}`)
    return finish({ passed: 0, failures: [], skips })
  }
  return finish(await stage.run({ env, timeoutMs }))
}

function whySkipped(lacking) {
  if (lacking.length === 0) return 'there is no Electron runtime (the reason is above). To enable: npm start'
  return `missing ${lacking.join(', ')}. To enable: ${lacking.map((name) => commandFor(PARTS.find((part) => part.name === name))).join(' && ')}`
}

function summarise(results) {
  say('\n== Summary')
  for (const [title, pick] of [['Skipped', (r) => r.skips], ['Failed', (r) => r.failures]]) {
    const names = results.flatMap((result) => pick(result).map((name) => `  ${result.name}: ${name}`))
    if (names.length > 0) say(`${title}:\n${names.slice(0, NAMES_SHOWN).join('\n')}`)
    if (names.length > NAMES_SHOWN) say(`  and ${names.length - NAMES_SHOWN} more`)
  }
  for (const { name, passed, failures, skips, tookMs } of results) {
    const counts = [passed, failures.length, skips.length].map((count) => String(count).padStart(5))
    say(`${name.padEnd(12)}${counts[0]} passed${counts[1]} failed${counts[2]} skipped  ${seconds(tookMs).padStart(12)}`)
  }
  const line = closingLine(results)
  writeFileSync(join(reportDir, 'summary.txt'), `${line}\n`)
  say(`Took ${seconds(Date.now() - startedAt)} in all.`)
  say(line)
  return results.some((result) => result.failures.length > 0) ? 1 : 0
}

main().then((code) => process.exit(code), explainAndExit)
