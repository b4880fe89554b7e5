// The process table from /proc. These reads never wait for a disk, so they are made at once: three hundred processes take a few
// milliseconds, less than handing each to another thread.

import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { uptime } from 'node:os'
import { readLabels, type Labels } from './labels.ts'
import type { ProcessRow, ProcessTable } from './process-table.ts'

/** USER_HZ: 100 on every Linux there is. */
const tickMs = 10
/** Between fork and exec a child still shows its parent's environment; what is older is believed for good. */
const settledMs = 2000

type Stat = Omit<ProcessRow, 'labels' | 'residentBytes'> & { readonly pages: number; readonly zombie: boolean }
type Known = { readonly start: string; readonly labels: Labels | null }

export function createLinuxProcessTable(root = '/proc'): ProcessTable {
  const pageBytes = measurePageBytes(root)
  let settled = new Map<number, Known>()

  function row(pid: number): ProcessRow | null {
    const stat = parseStat(readText(`${root}/${pid}/stat`))
    if (stat === null || stat.zombie) return null
    const { pages, zombie: _, ...rest } = stat
    return { ...rest, residentBytes: pages * pageBytes, labels: labelsOf(stat) }
  }

  function startOf(pid: number): string | null {
    const stat = parseStat(readText(`${root}/${pid}/stat`))
    return stat === null || stat.zombie ? null : stat.start
  }

  function labelsOf(stat: Stat): Labels | null {
    const known = settled.get(stat.pid)
    if (known?.start === stat.start) return known.labels
    const labels = readLabels(readText(`${root}/${stat.pid}/environ`))
    if (uptime() * 1000 - Number(stat.start) * tickMs > settledMs) settled.set(stat.pid, { start: stat.start, labels })
    return labels
  }

  function readAll(): readonly ProcessRow[] {
    const rows: ProcessRow[] = []
    const still = new Map<number, Known>()
    for (const name of readdirSync(root)) {
      const pid = Number(name)
      const found = Number.isInteger(pid) ? row(pid) : null
      if (found === null) continue
      rows.push(found)
      const known = settled.get(pid)
      if (known !== undefined) still.set(pid, known)
    }
    settled = still
    return rows
  }

  async function memoryOf(rows: readonly ProcessRow[]): Promise<number> {
    if (rows.length < 2) return rows[0]?.residentBytes ?? 0
    const parts = await Promise.all(rows.map(async (one) => parseRollup(await readFile(`${root}/${one.pid}/smaps_rollup`, 'latin1').catch(() => '')) ?? { own: one.residentBytes, files: 0 }))
    return parts.reduce((sum, part) => sum + part.own, 0) + Math.max(...parts.map((part) => part.files))
  }

  function spentMs(pids: readonly number[]): number {
    return pids.reduce((sum, pid) => sum + parseSpentMs(readText(`${root}/${pid}/stat`)), 0)
  }

  return { read: () => Promise.resolve(readAll()), startOf: (pid) => Promise.resolve(startOf(pid)), memoryOf, spentMs }
}

/** proc(5): the name is in parentheses and may hold anything, so fields count from the last one. */
export function parseStat(text: string): Stat | null {
  const close = text.lastIndexOf(')')
  if (close < 0) return null
  const pid = Number.parseInt(text, 10)
  const fields = text.slice(close + 2).split(' ')
  const number = (index: number): number => Number(fields[index] ?? 0)
  const state = fields[0] ?? 'X'
  return {
    pid, parent: number(1), group: number(2), session: number(3), start: fields[19] ?? '', cpuMs: (number(11) + number(12)) * tickMs,
    pages: number(21), zombie: state === 'Z' || state === 'X',
  }
}

/** Its own processor time and that of children it waited for; 0 of one that ended. */
function parseSpentMs(text: string): number {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * tickMs
}

/**
 * Forked workers share most of their pages; adding up what each has resident would count those again and again. `own`: its part
 * of memory without a file, `files`: programs and libraries, which the processes of a dyno mostly have in common.
 */
export function parseRollup(text: string): { readonly own: number; readonly files: number } | null {
  const values = new Map([...text.matchAll(/^(\w+):\s+(\d+) kB/gm)].map((found) => [found[1], Number(found[2]) * 1024]))
  const [rss, anonymous, pss] = [values.get('Rss'), values.get('Anonymous'), values.get('Pss')]
  if (rss === undefined || anonymous === undefined || pss === undefined) return null
  // Kernels before 5.14 do not split it up.
  const own = values.get('Pss_Anon')
  return own === undefined ? { own: pss, files: 0 } : { own: own + (values.get('Pss_Shmem') ?? 0), files: Math.max(0, rss - anonymous) }
}

/** Empty when it ended meanwhile or belongs to somebody else. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Not every machine has pages of 4 KB; the kernel tells our own memory in both units. */
function measurePageBytes(root: string): number {
  const pages = Number(readText(`${root}/self/statm`).split(' ')[1] ?? 0)
  const bytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(readText(`${root}/self/status`))?.[1] ?? 0) * 1024
  const ratio = pages > 0 && bytes > 0 ? bytes / pages : 4096
  return 2 ** Math.round(Math.log2(ratio))
}
