import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { expectedVerdicts } from '../reference/twelve-factors-page.ts'
import { knownApps } from '../support/known-apps.ts'
import { sampleRepository } from '../support/repository.ts'

/** On a busy machine a JVM takes its time, and there are many of them in a check. */
const limitMs = 600_000
const entry = resolve(import.meta.dirname, '../../out/main/check.cjs')
const work = mkdtempSync(join(tmpdir(), 'dynarium-factors-'))
const missing = (process.env['DYNARIUM_MISSING'] ?? '').split(',')

type Card = { readonly findings: readonly { readonly factor: number; readonly verdict: string; readonly summary: string }[]; readonly hints: readonly unknown[]; readonly receipts: readonly string[] }
type Checked = { readonly status: number | null; readonly out: string; readonly said: string; readonly left: readonly string[] }

afterAll(() => rmSync(work, { recursive: true, force: true }))

/** As on a command line, with a folder for temporary files of its own. */
async function check(folder: string, more: readonly string[] = [], signalAt: RegExp | null = null): Promise<Checked> {
  const temporary = mkdtempSync(join(work, 'tmp-'))
  const child = spawn(process.execPath, [entry, folder, ...more], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TMPDIR: temporary } })
  let [out, said] = ['', '']
  child.stdout.on('data', (bytes) => (out += String(bytes)))
  child.stderr.on('data', (bytes) => {
    said += String(bytes)
    if (signalAt?.test(said) === true) child.kill('SIGTERM')
  })
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, out, said, left: [...readdirSync(temporary), ...processesOf(temporary)] }
}

/** That know of the folder: dynos, one-offs and what they started. */
function processesOf(folder: string): string[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`${folder}/dynarium-check`)
    } catch {
      return false
    }
  })
}

const verdictsIn = ({ out, said }: Checked): Record<string, string> => {
  if (out === '') throw new Error(said)
  return Object.fromEntries((JSON.parse(out) as Card).findings.map(({ factor, verdict }) => [factor, verdict]))
}

/** A check takes up to two minutes, so all of them are checked by name only: `npm test -- twins`. */
const usual = ['node', 'node-bad-twin']
const twins = Object.entries(expectedVerdicts()).filter(([app]) => process.env['DYNARIUM_TWINS'] === 'all' || usual.includes(app))
const languageTools: Readonly<Record<string, string>> = { python: 'python', ruby: 'ruby', java: 'java', go: 'go', php: 'php', scala: 'scala' }

describe('FA9 FA3 FA4 the twins, each verdict as it is known in advance', () => {
  for (const [app, verdicts] of twins) {
    const tool = languageTools[app.replace('-bad-twin', '')]
    const run = tool !== undefined && missing.includes(tool) ? it.skip : it
    run(app, { timeout: limitMs }, async () => {
      const { folder } = await sampleRepository(join(work, app), app)
      const checked = await check(folder, ['--format', 'json'])
      expect(verdictsIn(checked), checked.out).toEqual(Object.fromEntries(Object.entries(verdicts).map(([factor, { verdict }]) => [factor, verdict])))
      expect(checked.status).toBe(Object.values(verdicts).some(({ verdict }) => verdict === 'fail') ? 1 : 0)
      expect(checked.left).toEqual([])
    })
  }
})

describe('FA1 apps in the shape of what many people begin with', () => {
  it.each(knownApps)('$id', { timeout: limitMs }, async ({ id, files, verdicts }) => {
    const folder = join(work, id)
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    const checked = await check(folder, ['--format', 'json'])
    // It is in no repository, which is said.
    const green = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [index + 1, index === 0 ? 'unknown' : 'pass']))
    expect(verdictsIn(checked), checked.out).toEqual({ ...green, ...verdicts })
    expect(checked.left).toEqual([])
  })
})

describe('FA8 dynarium check', () => {
  it('that is interrupted takes all away and says that it was not run', { timeout: limitMs }, async () => {
    const { folder } = await sampleRepository(join(work, 'interrupted'), 'node')
    const checked = await check(folder, [], /two dynos in turn/)
    expect(checked.status, checked.said).toBe(2)
    expect(checked.said).toContain('stopped it')
    expect(checked.left).toEqual([])
  })

  it('of a folder that can not be built says so in the scorecard, in SARIF and to a file', { timeout: limitMs }, async () => {
    const folder = join(work, 'unbuildable')
    mkdirSync(folder)
    writeFileSync(join(folder, 'readme.txt'), 'no app')
    const file = join(work, 'out.sarif')
    const checked = await check(folder, ['--format', 'sarif', '--output', file])
    expect(checked.status, checked.said).toBe(1)
    const { runs } = JSON.parse(readFileSync(file, 'utf8')) as { runs: { results: { ruleId: string; level: string }[] }[] }
    expect(runs[0]?.results.filter(({ level }) => level === 'error').map(({ ruleId }) => ruleId)).toEqual(['factor-02'])
    expect(checked.left).toEqual([])
  })

  it('of what is no folder could not be run', async () => {
    const checked = await check(join(work, 'nowhere'))
    expect([checked.status, checked.out]).toEqual([2, ''])
    expect(checked.said).toContain('is not a folder')
  })
})
