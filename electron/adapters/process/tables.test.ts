import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { readLabels } from './labels.ts'
import { createLinuxProcessTable, parseRollup, parseStat } from './linux-process-table.ts'
import { createProcessFinder, membersOf } from './process-finder.ts'
import type { ProcessRow } from './process-table.ts'
import { parsePs } from './ps-process-table.ts'
import { cpuPercent } from './sampler.ts'
import { parseCsv } from './windows-process-table.ts'

const row = (pid: number, more: Partial<ProcessRow> = {}): ProcessRow => ({ pid, parent: 1, group: pid, session: pid, start: 's', cpuMs: 0, residentBytes: 0, labels: null, ...more })
const pids = (rows: readonly ProcessRow[]): number[] => rows.map(({ pid }) => pid)

describe('reading /proc', () => {
  it('finds the fields behind a name that holds anything', () => {
    const stat = '4242 (a) S (b)) S 1 4240 4239 0 -1 4194560 1 2 3 4 250 50 0 0 20 0 11 0 987654 1000000 5120 18446744073709551615'
    expect(parseStat(stat)).toMatchObject({ pid: 4242, parent: 1, group: 4240, session: 4239, start: '987654', cpuMs: 3000, pages: 5120, zombie: false })
    expect(parseStat('7 (x) Z 1 7 7')?.zombie).toBe(true)
    expect(parseStat('')).toBeNull()
  })

  it('counts files once and takes the share of the rest', () => {
    const text = 'Rss:  40000 kB\nPss:  15000 kB\nPss_Anon:  9000 kB\nPss_File:  5000 kB\nPss_Shmem:  1000 kB\nAnonymous:  12000 kB\n'
    expect(parseRollup(text)).toEqual({ own: 10_000 * 1024, files: 28_000 * 1024 })
    expect(parseRollup('Rss: 40 kB\nPss: 15 kB\nAnonymous: 12 kB\n')).toEqual({ own: 15 * 1024, files: 0 })
    expect(parseRollup('')).toBeNull()
  })

  it('reads our labels and nothing else', () => {
    expect(readLabels('PATH=/bin\0DYNARIUM_DYNO=d1\0DYNARIUM_DATA=/a b=c\0')).toEqual({ dyno: 'd1', build: null, data: '/a b=c' })
    expect(readLabels('NOT_DYNARIUM_DYNO=d1\0')).toBeNull()
  })

  it.runIf(process.platform === 'linux')('sees a child with its label and its memory, and no longer when it has ended', async () => {
    const table = createLinuxProcessTable()
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { env: { DYNARIUM_BUILD: 'b1' } })
    const { pid = 0 } = child
    const found = async () => (await table.read()).find((one) => one.pid === pid)
    expect(await found()).toMatchObject({ parent: process.pid, labels: { build: 'b1', dyno: null, data: null } })
    // It has only just begun.
    for (const end = Date.now() + 20_000; ((await found())?.residentBytes ?? 0) <= 1024 * 1024 && Date.now() < end;) await new Promise((soon) => setTimeout(soon, 10))
    expect((await found())?.residentBytes).toBeGreaterThan(1024 * 1024)
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
    expect(await table.startOf(pid)).toBeNull()
  })
})

describe('reading ps', () => {
  it('gives rows with labels, without zombies', () => {
    const table = '  101     1   101 Ss     10240   0:01.50 Mon Jan  5 10:00:00 2026\n  102   101   101 Z          0   0:00.00 Mon Jan  5 10:00:01 2026\n  103 1 103 R 5 1-02:00:01.00 Tue Jan  6 10:00:00 2026\n'
    const environments = '  101 node a.js PATH=/bin DYNARIUM_DYNO=d1 DYNARIUM_DATA=/Users/a b/data HOME=/x\n  103 ps\n'
    expect(parsePs(table, environments)).toEqual([
      { pid: 101, parent: 1, group: 101, session: 101, start: 'Mon Jan  5 10:00:00 2026', residentBytes: 10_485_760, cpuMs: 1500, labels: { dyno: 'd1', build: null, data: '/Users/a b/data' } },
      { pid: 103, parent: 1, group: 103, session: 103, start: 'Tue Jan  6 10:00:00 2026', residentBytes: 5120, cpuMs: 93_601_000, labels: null },
    ])
  })
})

describe('reading Windows', () => {
  it('gives rows', () => {
    const text = '"ProcessId","ParentProcessId","Start","WorkingSetSize","KernelModeTime","UserModeTime"\r\n"100","4","638400000000000000","2048","10000","20000"\r\n'
    expect(parseCsv(text)).toEqual([{ pid: 100, parent: 4, group: 0, session: 0, start: '638400000000000000', residentBytes: 2048, cpuMs: 3, labels: null }])
  })
})

describe('finding the processes of a dyno', () => {
  const owner = { pid: 10, label: { kind: 'dyno', id: 'd1' } } as const

  it('goes by session, group, label and parent', () => {
    const rows = [row(10), row(11, { session: 10 }), row(12, { group: 10 }), row(13, { labels: { dyno: 'd1', build: null, data: null } }), row(14, { parent: 13 }), row(9, { parent: 14 }), row(15)]
    expect(pids(membersOf(owner, rows))).toEqual([10, 11, 12, 13, 14, 9])
  })

  it('does not take a build of the same id, or another dyno', () => {
    expect(membersOf(owner, [row(20, { labels: { dyno: null, build: 'd1', data: null } }), row(21, { labels: { dyno: 'd2', build: null, data: null } })])).toEqual([])
  })

  it('shares one look among those who ask together, and begins a new one for those who ask later', async () => {
    let reads = 0
    const finder = createProcessFinder({ read: () => Promise.resolve([row(++reads)]) })
    const [one, two] = await Promise.all([finder.look(), finder.look()])
    expect(one).toBe(two)
    expect(pids(await finder.look())).toEqual([2])
  })
})

describe('processor time', () => {
  it('is a percentage of one core since the look before', () => {
    const before = { at: 1000, cpuMs: new Map([['1 s', 500], ['2 s', 100]]) }
    const after = { at: 3000, cpuMs: new Map([['1 s', 1500], ['3 s', 250]]) }
    expect(cpuPercent(before, after)).toBe(62.5)
    expect(cpuPercent(undefined, after)).toBe(0)
  })
})
