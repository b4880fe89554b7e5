// The stages of `npm test`: what each runs, what it needs, and how long it may take at most.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../setup/child.mjs'
import { hasDisplay } from '../setup/machine.mjs'
import { root } from '../setup/paths.mjs'
import { playwrightTitles, readPlaywright, readVitest } from './reports.mjs'
import { NOTE_VARIABLE, takeNote } from './running-files.mjs'

const MINUTE_MS = 60_000
const LANGUAGES = ['ruby', 'python', 'java', 'go', 'php', 'scala']
export const reportDir = join(root, 'out', 'test-reports')

/**
 * @typedef {{ env: NodeJS.ProcessEnv, timeoutMs: number }} Circumstances
 * @typedef {{ name: string, limitMs: number, parts: string[], needs: ('build' | 'electron' | 'packager' | 'docker')[],
 *   cannotRunWithout?: string[], isByName?: boolean, run: (c: Circumstances) => Promise<import('./reports.mjs').Tally>,
 *   titles?: (c: Circumstances) => Promise<string[]> }} Stage
 */

/** @type {Stage[]} Quick ones first: a typing mistake is told in seconds. The limits are for what is stuck: alone on a machine they take a third of them. */
export const STAGES = [
  { name: 'typecheck', limitMs: 3 * MINUTE_MS, parts: [], needs: [], run: (c) => check('type check', npmScript('typecheck'), c) },
  { name: 'lint', limitMs: MINUTE_MS, parts: [], needs: [], run: (c) => check('lint', npmScript('lint'), c) },
  { name: 'hygiene', limitMs: 3 * MINUTE_MS, parts: [], needs: [], run: (c) => vitest('hygiene', ['e2e/hygiene/'], c) },
  {
    name: 'unit',
    limitMs: 18 * MINUTE_MS,
    parts: ['git', 'docker', 'redis', 'postgresql', ...LANGUAGES],
    needs: ['build', 'docker'],
    run: (c) => vitest('unit', ['--exclude', 'e2e/**', '--exclude', 'electron/adapters/docker/swarm/**'], c),
  },
  {
    name: 'swarm',
    // Engines in namespaces of their own, and minutes of waiting for them.
    isByName: true,
    limitMs: 18 * MINUTE_MS,
    parts: ['docker'],
    needs: ['docker'],
    run: (c) => vitest('swarm', ['electron/adapters/docker/swarm/'], c),
  },
  {
    name: 'twins',
    // The twelve factors of every sample and its bad twin, each run for a minute or two.
    isByName: true,
    limitMs: 40 * MINUTE_MS,
    parts: ['git', ...LANGUAGES],
    needs: ['build'],
    run: (c) => vitest('twins', ['e2e/platform/twelve-factors.test.ts'], { ...c, env: { ...c.env, DYNARIUM_TWINS: 'all' } }),
  },
  {
    name: 'failover',
    // Twenty failovers under write load, and a backup of a million rows.
    isByName: true,
    limitMs: 30 * MINUTE_MS,
    parts: [],
    needs: [],
    run: (c) => vitest('failover', ['electron/headless/failover.test.ts', 'electron/headless/databases.test.ts'], { ...c, env: { ...c.env, DYNARIUM_FAILOVERS: 'all' } }),
  },
  {
    name: 'heroku-cli',
    // The published CLI, fetched once: a process of a second or more for each of some 230 commands.
    isByName: true,
    limitMs: 30 * MINUTE_MS,
    parts: ['git', 'postgresql', 'redis'],
    needs: ['build'],
    run: (c) => vitest('heroku-cli', ['e2e/platform/heroku/'], c),
  },
  {
    name: 'integration',
    limitMs: 22 * MINUTE_MS,
    parts: ['git', 'docker', 'nginx', 'redis', 'rsyslog', ...LANGUAGES],
    needs: ['build', 'docker'],
    run: (c) => vitest('integration', ['e2e/', '--exclude', 'e2e/hygiene/**', '--exclude', 'e2e/platform/heroku/**'], c),
  },
  {
    name: 'browser',
    limitMs: 25 * MINUTE_MS,
    parts: ['git', 'docker', 'chromium', ...LANGUAGES],
    needs: ['build', 'docker'],
    cannotRunWithout: ['chromium'],
    // Two at once, each with a platform of its own: they wait for it more than they compute.
    run: (c) => playwright('browser', [], c, 2),
    titles: (c) => listPlaywright('browser', c),
  },
  {
    name: 'electron',
    limitMs: 12 * MINUTE_MS,
    parts: ['git', 'electron-libraries', ...(hasDisplay() ? [] : ['xvfb']), ...LANGUAGES],
    needs: ['build', 'electron', 'packager'],
    cannotRunWithout: ['electron-libraries', ...(hasDisplay() ? [] : ['xvfb'])],
    run: (c) => playwright('electron', hasDisplay() ? [] : ['xvfb-run', '-a', '-s', '-screen 0 1600x1000x24'], c),
    titles: (c) => listPlaywright('electron', c),
  },
]

/** A stage with one answer: it counts as one test. */
async function check(title, [command, ...args], { env, timeoutMs }) {
  const result = await run(command, args, { env, timeoutMs, echo: process.stdout })
  if (result.code === 0) return { passed: 1, failures: [], skips: [] }
  return failed(result.timedOut ? overTime(title, timeoutMs) : title)
}

async function vitest(name, args, { env, timeoutMs }) {
  const report = freshReport(name)
  const note = join(reportDir, `${name}-running.txt`)
  const tool = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`, '--reporter=./scripts/test/running-files.mjs']
  const command = [process.execPath, tool, 'run', '--passWithNoTests', ...reporters, ...args]
  const tally = await runAndRead(name, command, report, readVitest, { env: { ...env, [NOTE_VARIABLE]: note }, timeoutMs })
  const unfinished = takeNote(note)
  if (unfinished.length === 0 || tally.failures.length === 0) return tally
  return { ...tally, failures: [...tally.failures.slice(0, -1), `${tally.failures.at(-1)} (still running: ${unfinished.join(', ')})`] }
}

async function playwright(name, wrapper, { env, timeoutMs }, workers = 1) {
  const report = freshReport(name)
  const command = [...wrapper, process.execPath, playwrightTool, 'test', '--pass-with-no-tests', `--project=${name}`, `--workers=${workers}`, '--reporter=list,json']
  const withReport = { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  return runAndRead(name, command, report, readPlaywright, { env: withReport, timeoutMs })
}

async function runAndRead(name, [command, ...args], report, read, { env, timeoutMs }) {
  const result = await run(command, args, { env, timeoutMs, echo: process.stdout })
  if (result.timedOut) return failed(overTime(name, timeoutMs))
  if (!existsSync(report)) return result.code === 0 ? { passed: 0, failures: [], skips: [] } : failed(`${name} stopped without a report`)
  const tally = read(JSON.parse(readFileSync(report, 'utf8')))
  // The runner knows of trouble its report does not show, such as an error after the last test.
  if (result.code !== 0 && tally.failures.length === 0) tally.failures.push(`${name} ended with code ${result.code}`)
  return tally
}

async function listPlaywright(name, { env }) {
  const args = [playwrightTool, 'test', '--list', '--pass-with-no-tests', `--project=${name}`, '--reporter=json']
  const report = freshReport(`${name}-list`)
  await run(process.execPath, args, { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report }, timeoutMs: MINUTE_MS })
  return existsSync(report) ? playwrightTitles(JSON.parse(readFileSync(report, 'utf8'))) : [`${name} tests`]
}

function npmScript(name) {
  const cli = process.env.npm_execpath
  return cli?.endsWith('.js') ? [process.execPath, cli, 'run', '--silent', name] : ['npm', 'run', '--silent', name]
}

function freshReport(name) {
  const file = join(reportDir, `${name}.json`)
  rmSync(file, { force: true })
  return file
}

const playwrightTool = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
const failed = (reason) => ({ passed: 0, failures: [reason], skips: [] })
const overTime = (name, limitMs) => `${name} did not finish within ${Math.round(limitMs / 1000)} s`
