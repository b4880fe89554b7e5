import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { machineContract } from '../../engine/ports/machine.contract.ts'
import type { Check, MachineFacts } from './check.ts'
import { machineWith, wholeGit } from './machine-world.fixture.ts'
import { createMachine } from './machine.ts'
import { runChecks } from './run-checks.ts'

const bash = { bash: 'echo "GNU bash, version 5.2.15(1)-release"' }
const look = async (facts: MachineFacts, id: string) => (await createMachine(facts).check()).find((check) => check.id === id)

machineContract(() => ({ sound: createMachine(machineWith({ ...wholeGit, ...bash })), withoutGit: createMachine(machineWith(bash)) }))

describe('programs', () => {
  it('a Git without its HTTP part is a problem of its own', async () => {
    const facts = machineWith({ git: wholeGit.git })
    expect(await look(facts, 'git')).toMatchObject({ state: 'fine', found: 'version 2.45.1' })
    expect(await look(facts, 'git-http')).toMatchObject({ state: 'problem', found: 'missing from this Git' })
    expect(await look(machineWith(wholeGit), 'git-http')).toMatchObject({ state: 'fine' })
  })

  it('a language that is not there is a warning, with the line of the package manager that is', async () => {
    const facts = machineWith({ dnf: 'exit 0', ruby: 'echo "ruby 3.1.2p20"' })
    expect(await look(facts, 'go')).toMatchObject({ state: 'warning', found: 'not installed', command: 'sudo dnf install golang' })
    expect(await look(facts, 'ruby')).toMatchObject({ state: 'warning', found: 'ruby 3.1.2, no bundle' })
    expect(await look({ ...facts, platform: 'darwin' }, 'go')).toMatchObject({ command: 'brew install go' })
    expect(await look({ ...facts, platform: 'win32' }, 'go')).toMatchObject({ command: 'winget install GoLang.Go' })
  })

  it('what apps may bring themselves is named, and its lack is no warning', async () => {
    expect(await look(machineWith({ javac: 'echo "javac 17.0.9" >&2' }), 'java')).toMatchObject({ state: 'fine', found: 'javac 17.0.9, no mvn', command: null })
  })

  it('a shim that finds no tool behind it counts as missing, and its own words are kept', async () => {
    const python = await look(machineWith({ python3: 'echo "pyenv: python3: command not found" >&2; exit 127', pip3: 'echo "pip 24.0"' }), 'python')
    expect(python).toMatchObject({ state: 'warning', found: 'no python3, pip3 24.0' })
    expect(python?.raw).toContain('pyenv: python3: command not found')
  })

  it('one slow program of a language leaves what the others said', async () => {
    const python = await look(machineWith({ python3: 'echo "Python 3.11.2"', pip3: 'while :; do :; done' }), 'python')
    expect(python).toMatchObject({ state: 'unknown', found: 'python3 3.11.2, pip3 did not answer in time' })
  })

  it('where no package manager has it, its own site is named', async () => {
    const sbt = await look(machineWith({}), 'scala')
    expect(sbt).toMatchObject({ state: 'warning', command: null })
    expect(sbt?.fix).toContain('https://www.scala-sbt.org/download')
  })

  it('a program that hangs makes its own check unknown, stops no other, and is not left behind', async () => {
    const facts = machineWith({ ...wholeGit, go: 'echo $$ > "${0%/*}/pid"; while :; do :; done' })
    const slow: Check = { id: 'slow', group: 'machine', title: 'Slow', purpose: 'A test.', look: ({ ask, findProgram }) => ask([findProgram('go') ?? '']).then(() => ({ state: 'fine' as const, found: 'never' })) }
    const quick: Check = { ...slow, id: 'quick', look: () => ({ state: 'fine', found: 'at once' }) }
    const checks = await runChecks([slow, quick], facts, 2000)
    expect(checks.map(({ id, state }) => [id, state])).toEqual([['slow', 'unknown'], ['quick', 'fine']])
    expect(checks[0]?.found).toContain('did not answer')
    const pid = Number(readFileSync(join(facts.toolEnv['PATH'] ?? '', 'pid'), 'utf8'))
    await expect.poll(() => isRunning(pid), { timeout: 20_000 }).toBe(false)
  })

  it('checks run a few at a time, and answer in their order', async () => {
    let now = 0
    let most = 0
    const checks = Array.from({ length: 20 }, (_, at): Check => ({
      id: `c${at}`, group: 'machine', title: 'C', purpose: 'A test.',
      look: async () => {
        most = Math.max(most, ++now)
        await new Promise((resolve) => setImmediate(resolve))
        now -= 1
        return { state: 'fine', found: String(at) }
      },
    }))
    const found = await runChecks(checks, machineWith({}))
    expect(found.map((check) => check.found)).toEqual(checks.map((_, at) => String(at)))
    expect(most).toBe(4)
  })
})

describe('data and ports', () => {
  it('a data folder that others may read is a warning with the line that closes it', async () => {
    const facts = machineWith({})
    expect(await look(facts, 'data-dir')).toMatchObject({ state: 'fine' })
    chmodSync(facts.dataDir, 0o755)
    expect(await look(facts, 'data-dir')).toMatchObject({ state: 'warning', command: `chmod 700 '${facts.dataDir}'` })
    rmSync(facts.dataDir, { recursive: true })
    expect(await look(facts, 'data-dir')).toMatchObject({ state: 'problem' })
  })

  it('says how large its own data is, the largest part first', async () => {
    const facts = machineWith({})
    writeFileSync(join(facts.dataDir, 'journal.db'), Buffer.alloc(3 * 1024))
    writeFileSync(join(facts.dataDir, 'slugs'), Buffer.alloc(5 * 1024))
    expect(await look(facts, 'own-data')).toMatchObject({ state: 'fine', found: '8 KB: slugs 5 KB, journal 3 KB' })
  })

  it('names who holds a usual port that Dynarium did not get', async () => {
    const facts = machineWith({ lsof: 'printf "p4711\\ncpython3\\n"' }, { controlPort: 7071, isPortFree: (port) => Promise.resolve(port !== 7070) })
    const ports = await look(facts, 'ports')
    expect(ports).toMatchObject({ state: 'warning' })
    expect(ports?.found).toContain('port 7070: python3, process 4711')
  })

  it('no free port for dynos is a problem, few are a warning', async () => {
    expect(await look(machineWith({}, { isPortFree: () => Promise.resolve(false) }), 'dyno-ports')).toMatchObject({ state: 'problem' })
    expect(await look(machineWith({}, { isPortFree: (port) => Promise.resolve(port < 22_000) }), 'dyno-ports')).toMatchObject({ state: 'warning' })
  })
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
