import { spawn } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createProcessTable, type ProcessRow } from './process-table.ts'
import { bundleEngine } from '../parts/bundled-engine.fixture.ts'
import { makeFolder } from '../parts/test-files.fixture.ts'
import { dynoSpec, makeProcessWorld, waitUntil, witness } from './process-world.fixture.ts'
import type { DynoTrouble } from '../../engine/ports/dyno-runtime.ts'
import { leftovers } from './recovery.ts'

const table = createProcessTable()
const row = (pid: number, more: Partial<ProcessRow> = {}): ProcessRow => ({ pid, parent: 1, group: pid, session: pid, start: `s${pid}`, cpuMs: 0, residentBytes: 0, labels: null, ...more })
/** Of a warden, so that what a test looks at is still there on a busy machine. */
const graceMs = 60_000
const pids = (rows: readonly ProcessRow[]): number[] => rows.map(({ pid }) => pid)

describe.runIf(process.platform === 'linux')('an engine that was killed with -9', () => {
  let bundle: string
  let engineFile: string
  let dataDir: string
  let engines = 0

  beforeAll(async () => {
    bundle = makeFolder('bundle')
    engineFile = await bundleEngine(resolve(import.meta.dirname, 'doomed-engine.fixture.ts'), bundle, ['@lydell/node-pty'])
  })
  afterAll(() => rmSync(bundle, { recursive: true, force: true }))

  beforeEach(() => void (dataDir = makeFolder('killed')))
  afterEach(async () => {
    for (const row of await ours()) end(row.pid)
    rmSync(dataDir, { recursive: true, force: true })
  })

  /** A warden may be quicker. */
  function end(pid: number): void {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended.
    }
  }

  const ours = async (): Promise<readonly ProcessRow[]> => (await table.read()).filter((row) => row.labels?.data === dataDir)

  async function until(holds: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 40_000; !(await holds()) && Date.now() < end;) await new Promise((settle) => setTimeout(settle, 50))
  }

  /** Answers how many processes of the dynos there were. */
  async function startAndKill(wardenGraceMs: number, trouble: DynoTrouble | null = null): Promise<number> {
    // A warden may still be at work on the session before.
    const session = `session-${process.pid}-${++engines}`
    const engine = spawn(process.execPath, [engineFile, dataDir, session, String(wardenGraceMs), trouble === null ? '' : JSON.stringify(trouble)], {
      stdio: ['ignore', 'pipe', 'inherit'], env: { PATH: process.env['PATH'], NODE_PATH: resolve('node_modules') },
    })
    let said = ''
    engine.stdout.on('data', (data) => (said += String(data)))
    const word = trouble === null ? 'ready' : 'afflicted'
    await waitUntil('both dynos run', () => said.includes(`dyno-1 ${word}`) && said.includes(`dyno-2 ${word}`))
    const running = (await ours()).length
    engine.kill('SIGKILL')
    await new Promise((settle) => engine.once('exit', settle))
    return running
  }

  it('leaves nothing after the next start: processes, escaped children and folders', async () => {
    await startAndKill(graceMs)
    const world = makeProcessWorld({ dataDir })
    // The stubborn dyno, its sleep, and both escaped ones live on, whatever the warden did meanwhile.
    expect(await world.runtime.recover()).toBeGreaterThanOrEqual(3)
    expect(await ours()).toEqual([])
    expect(readdirSync(join(dataDir, 'dynos'))).toEqual([])
    expect(await world.runtime.recover()).toBe(0)
    await world.close()
  })

  it('is followed by its warden: all ends even if nobody starts it again', async () => {
    expect(await startAndKill(1000)).toBeGreaterThanOrEqual(4)
    await until(async () => (await ours()).length === 0)
    expect(await ours()).toEqual([])
  })

  const troubles: readonly DynoTrouble[] = [
    { kind: 'freeze' }, { kind: 'memory', bytes: 100 * 1024 * 1024, bytesPerSecond: 50 * 1024 * 1024 }, { kind: 'cpu-hog', workers: 2 }, { kind: 'cpu-limit', percent: 1 }, { kind: 'disk-full' },
  ]
  for (const trouble of troubles) {
    it(`leaves nothing of ${trouble.kind} after the next start (DY21)`, async () => {
      await startAndKill(graceMs, trouble)
      const world = makeProcessWorld({ dataDir })
      expect(await world.runtime.recover()).toBeGreaterThanOrEqual(1)
      expect(await ours()).toEqual([])
      await world.close()
    })

    it(`leaves nothing of ${trouble.kind} if nobody starts it again (DY21)`, async () => {
      await startAndKill(1000, trouble)
      await until(async () => (await ours()).length === 0)
      expect(await ours()).toEqual([])
    })
  }

  it('is followed by its warden, whose SIGTERM reaches a frozen dyno too (DY22)', async () => {
    await startAndKill(graceMs, { kind: 'freeze' })
    const ofFirst = async (): Promise<number> => (await ours()).filter(({ labels }) => labels?.dyno === 'dyno-1').length
    expect(await ofFirst()).toBeGreaterThanOrEqual(1)
    // Long before SIGKILL nothing is left of it but what no signal to the group reaches.
    await until(async () => (await ofFirst()) === 1)
    expect(await ofFirst()).toBe(1)
  })

  it('costs the dynos of another data folder nothing', async () => {
    await startAndKill(graceMs)
    const other = makeProcessWorld({ sessionId: 'session-other' })
    const seen = witness(other)
    other.runtime.start(dynoSpec('dyno-9', other.slug({ 'run.sh': 'sleep 1000' }), 'sleep 1000'))
    await seen.until('dyno-9', 'launched')
    const world = makeProcessWorld({ dataDir })
    await world.runtime.recover()
    expect(await table.startOf(seen.pid('dyno-9'))).not.toBeNull()
    await world.close()
    await other.close()
  })
})

describe('what a start ends', () => {
  const label = { dyno: 'dyno-1', build: null, data: '/data' }

  it('is what bears the label of its data folder, and what that started', () => {
    const rows = [row(10, { labels: label }), row(11, { parent: 10 }), row(12, { labels: { ...label, data: '/elsewhere' } }), row(13)]
    expect(pids(leftovers(rows, [], '/data', 1))).toEqual([10, 11])
  })

  it('is the session of a recorded process that still is the same', () => {
    const rows = [row(20), row(21, { session: 20, group: 20 }), row(22, { session: 20, parent: 1 })]
    expect(pids(leftovers(rows, [{ pid: 20, start: 's20' }], '/data', 1))).toEqual([20, 21, 22])
  })

  it('is not a process that was given the number of a recorded one', () => {
    const rows = [row(20, { start: 'later' }), row(21, { session: 20, group: 20, parent: 20 })]
    expect(leftovers(rows, [{ pid: 20, start: 's20' }], '/data', 1)).toEqual([])
  })

  it('is never the engine itself or what it was started from, nor its other children', () => {
    const rows = [row(30, { labels: label }), row(31, { parent: 30, labels: label }), row(32, { parent: 31 })]
    expect(leftovers(rows, [], '/data', 31)).toEqual([])
  })
})
