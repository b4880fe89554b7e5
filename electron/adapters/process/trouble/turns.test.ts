import { spawn, type ChildProcess } from 'node:child_process'
import { afterEach, describe, expect, it } from 'vitest'
import { createProcessFinder } from '../process-finder.ts'
import { createProcessTable } from '../process-table.ts'
import type { Afflicted } from './afflicted.ts'
import { limitCpu } from './cpu-limit.ts'
import { createStillness } from './stillness.ts'

const table = createProcessTable()
const finder = createProcessFinder(table)

describe.runIf(process.platform === 'linux')('a limit where processor times are not known in a moment', () => {
  let child: ChildProcess
  afterEach(() => void child.kill('SIGKILL'))

  it('stops a busy process for its part of every period (DY25)', async () => {
    child = spawn('bash', ['-c', 'while :; do :; done'], { detached: true, stdio: 'ignore' })
    const pid = child.pid ?? 0
    const owner = { pid, label: { kind: 'dyno', id: 'd' } } as const
    const dyno: Afflicted = {
      name: 'web.1', pid, owner, labels: {}, shell: 'bash', finder, table: {}, warden: { guard: () => {}, dismiss: () => {}, stop: () => Promise.resolve() },
      stillness: createStillness(finder, owner), companions: new Set(), diskHold: { count: 0, limits: new Map() },
    }
    const spent = async (): Promise<number> => (await table.read()).find((row) => row.pid === pid)?.cpuMs ?? 0
    const limit = await limitCpu(dyno, 20)
    expect(limit.changed[0]).toContain('80 % of every 100 ms')
    const [since, before] = [performance.now(), await spent()]
    await new Promise((resolve) => setTimeout(resolve, 2000))
    expect(((await spent()) - before) / (performance.now() - since)).toBeLessThan(0.5)
    expect((await limit.undo()).residue).toEqual([])
    expect(dyno.stillness.isHeld()).toBe(false)
    const then = await spent()
    for (const end = Date.now() + 40_000; (await spent()) < then + 300 && Date.now() < end;) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(await spent()).toBeGreaterThanOrEqual(then + 300)
  })
})
