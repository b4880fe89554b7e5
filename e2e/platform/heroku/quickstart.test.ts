// docs/quickstart.md, replayed: each command in its order, in one shell's environment, and what it prints against what stands there.

import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { herokuCli, shownRun, type Ran } from '../../support/heroku-cli.ts'
import { runInTerminal, type Answer } from '../../support/in-terminal.ts'
import { sampleRepository } from '../../support/repository.ts'
import { dynarium, runProgram } from '../../support/terminal.ts'
import { useWorld } from '../../support/world.ts'
import { masked, matches, stepsIn, type Step } from './transcript.ts'

const world = useWorld('quickstart')
const steps = stepsIn(readFileSync(resolve(import.meta.dirname, '../../../docs/quickstart.md'), 'utf8'))
const limitMs = 240_000
const settings = 'eval "$(npx dynarium env --login)"'
/** What is typed where a step asks; a page shows no password. */
let answers: Readonly<Record<string, readonly Answer[]>> = {}
let env: NodeJS.ProcessEnv = {}
let folder = ''

beforeAll(async () => {
  const home = join(world.work, 'home')
  const bin = join(world.work, 'bin')
  for (const made of [join(home, '.cache', 'heroku'), bin]) mkdirSync(made, { recursive: true })
  // Its first run tells of new terms of service.
  writeFileSync(join(home, '.cache', 'heroku', 'terms-of-service'), '')
  const { cliFile } = await herokuCli(join(world.work, 'data'), world.work)
  putProgram(join(bin, 'heroku'), `exec '${process.execPath}' '${cliFile}' "$@"`)
  // The browser of this desktop.
  putProgram(join(bin, 'browser'), `printf %s "$1" > '${join(world.work, 'opened')}'`)
  const { email } = await world.api<{ readonly email: string }>('GET', '/account')
  answers = { 'heroku login -i': [[/Email/, `${email}\r`], [/Password/, `${world.host().token}\r`]] }
  folder = (await sampleRepository(join(world.work, 'sushi'), 'node')).folder
  env = { PATH: `${bin}${delimiter}${process.env['PATH']}`, HOME: home, LANG: 'C.UTF-8', TERM: 'xterm', COLUMNS: '120', BROWSER: join(bin, 'browser'), GIT_TERMINAL_PROMPT: '0' }
}, 15 * 60_000)

describe('HP8 the quick start', { timeout: limitMs }, () => {
  for (const step of steps) it(`$ ${step.command}`, () => (step.command === settings ? takeSettings() : replay(step)))

  it('has all the steps of the tutorial', () => {
    for (const verb of ['login', 'create', 'push', 'open', 'ps:scale', 'logs', 'addons:create', 'run', 'rollback']) expect(steps.some(({ command }) => command.includes(verb)), verb).toBe(true)
  })
})

/** The shell's part: the settings are read as `eval` reads them, and kept for the steps that follow. */
async function takeSettings(): Promise<void> {
  const printed = await dynarium(['env', '--login', '--data-dir', join(world.work, 'data'), '--shell', 'sh'], { env })
  expect(printed.code, printed.stderr).toBe(0)
  const read = await runProgram('sh', ['-c', 'eval "$SETTINGS"; unset SETTINGS; env -0'], { env: { ...env, SETTINGS: printed.stdout } })
  env = Object.fromEntries(read.stdout.split('\0').filter((line) => line !== '').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
}

async function replay(step: Step): Promise<void> {
  const ran = await run(step)
  expect(ran.code, shownRun(ran)).toBe(0)
  const [printed, wanted] = [masked(`${ran.stdout}${ran.stderr}`), masked(step.output)]
  expect(matches(printed, wanted), `${shownRun(ran)}\n--- wanted\n${wanted}\n--- without times and ids\n${printed}`).toBe(true)
  if (step.command.startsWith('heroku ps:scale')) await expect.poll(async () => (await world.web('sushi')).filter(({ state }) => state === 'up').length, { timeout: 60_000 }).toBe(2)
  if (step.command.startsWith('heroku open')) await expect.poll(opened, { timeout: 30_000 }).toBe(`http://sushi.localhost:${world.host().routerPort}/`)
}

async function run({ command }: Step): Promise<Ran> {
  // In a terminal it would count objects before our eyes.
  if (command.startsWith('git ')) return { line: command, ...(await runProgram('sh', ['-c', command], { cwd: folder, env })) }
  const { code, output } = await runInTerminal(['sh', '-c', command], { cwd: folder, env, answers: answers[command] ?? [], limitMs })
  return { line: command, code, stdout: output, stderr: '' }
}

function opened(): string {
  const file = join(world.work, 'opened')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

function putProgram(file: string, text: string): void {
  writeFileSync(file, `#!/bin/sh\n${text}\n`)
  chmodSync(file, 0o755)
}
