// Rule: an event that `append` returned from survives kill -9. A child appends and prints what was acknowledged, and is killed
// at a random moment, again and again on the same file.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { build } from 'vite'
import { chances } from '../../../shared/chances.fixture.ts'
import { createSqliteJournal } from './sqlite-journal.ts'

const root = resolve(import.meta.dirname, '../../..')
const folder = mkdtempSync(join(tmpdir(), 'dynarium-kill-'))
const killsPerLane = 25
const seed = 20_260_131

const writer = `
import { writeSync } from 'node:fs'
import { createSqliteJournal } from ${JSON.stringify(join(import.meta.dirname, 'sqlite-journal.ts'))}
const store = createSqliteJournal(process.argv[2])
let seq = store.lastSeq()
for (;;) {
  const size = 1 + (seq % 7) * 10
  const batch = Array.from({ length: size }, (_, index) => ({
    seq: seq + index + 1, at: seq, type: 'era.changed', app: null, causedBy: { kind: 'platform', text: 'x'.repeat(seq % 300) }, data: { era: 'classic' },
  }))
  store.append(batch)
  seq += size
  writeSync(1, seq + '\\n')
}
`

beforeAll(async () => {
  const entry = join(folder, 'writer.mjs')
  writeFileSync(entry, writer)
  await build({
    root, configFile: false, logLevel: 'error',
    build: { ssr: entry, outDir: folder, emptyOutDir: false, rolldownOptions: { external: ['@photostructure/sqlite'], output: { format: 'cjs', entryFileNames: 'writer.cjs' } } },
  })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

it(`keeps every acknowledged event, whole and in order, through ${2 * killsPerLane} kills (JL1, seed ${seed})`, { timeout: 240_000 }, async () => {
  const random = chances(seed)
  const totals = await Promise.all([lane('a', random), lane('b', random)])
  for (const total of totals) expect(total).toBeGreaterThan(killsPerLane)
})

async function lane(name: string, random: () => number): Promise<number> {
  const path = join(folder, `${name}.sqlite`)
  let before = 0
  for (let kill = 0; kill < killsPerLane; kill++) {
    const acknowledged = await appendUntilKilled(path, random() * 120)
    const store = createSqliteJournal(path)
    const seqs = readAll(store)
    expect(store.lastSeq()).toBeGreaterThanOrEqual(Math.max(acknowledged, before))
    expect(seqs).toHaveLength(store.lastSeq())
    expect(seqs.every((seq, index) => seq === index + 1)).toBe(true)
    before = store.lastSeq()
    store.close()
  }
  return before
}

function readAll(store: ReturnType<typeof createSqliteJournal>): number[] {
  const seqs: number[] = []
  for (;;) {
    const page = store.read(seqs.length, 10_000)
    seqs.push(...page.map((event) => event.seq))
    if (page.length < 10_000) return seqs
  }
}

/** The last whole line the child printed before SIGKILL, which comes `afterMs` after its first. */
function appendUntilKilled(path: string, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, [join(folder, 'writer.cjs'), path], {
    stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_PATH: join(root, 'node_modules') },
  })
  let printed = ''
  child.stdout.on('data', (data: Buffer) => {
    if (printed === '') setTimeout(() => child.kill('SIGKILL'), afterMs)
    printed += data.toString()
  })
  return new Promise((done, fail) => {
    child.on('error', fail)
    child.on('close', (_, signal) => {
      const whole = printed.slice(0, printed.lastIndexOf('\n')).split('\n')
      if (signal === 'SIGKILL') done(Number(whole[whole.length - 1]))
      else fail(new Error(`the writer ended by itself: ${signal}`))
    })
  })
}
