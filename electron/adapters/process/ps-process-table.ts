// The process table of macOS and the BSDs, from ps. Their sessions can not be seen, so a group stands for one.

import { execFile } from 'node:child_process'
import { readLabels } from './labels.ts'
import type { ProcessRow, ProcessTable } from './process-table.ts'

const columns = 'pid=,ppid=,pgid=,state=,rss=,time=,lstart='
const outputBound = 32 * 1024 * 1024

export function createPsProcessTable(): ProcessTable {
  return {
    read: () => list(['-A']),
    startOf: async (pid) => (await list(['-p', String(pid)]))[0]?.start ?? null,
    memoryOf: (rows) => Promise.resolve(rows.reduce((sum, row) => sum + row.residentBytes, 0)),
  }
}

async function list(selection: readonly string[]): Promise<readonly ProcessRow[]> {
  const [table, environments] = await Promise.all([ps([...selection, '-ww', '-o', columns]), ps([...selection, '-E', '-ww', '-o', 'pid=,command='])])
  return parsePs(table, environments)
}

/** `environments`: ps -E prints the environment behind the command, with spaces between the variables. */
export function parsePs(table: string, environments: string): readonly ProcessRow[] {
  const labelled = new Map<number, string>()
  for (const line of environments.split('\n')) if (line.includes('DYNARIUM_')) labelled.set(Number.parseInt(line, 10), line)
  const rows: ProcessRow[] = []
  for (const line of table.split('\n')) {
    const found = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line)
    if (found === null || found[4]?.startsWith('Z') === true) continue
    const pid = Number(found[1])
    const environment = labelled.get(pid)
    rows.push({
      pid, parent: Number(found[2]), group: Number(found[3]), session: Number(found[3]), start: found[7] ?? '', residentBytes: Number(found[5]) * 1024,
      cpuMs: parseTime(found[6] ?? ''), labels: environment === undefined ? null : readLabels(splitEnvironment(environment)),
    })
  }
  return rows
}

/** A value may hold spaces; the next NAME= ends it. */
function splitEnvironment(line: string): string {
  return [...line.matchAll(/(DYNARIUM_[A-Z]+)=(.*?)(?= [A-Za-z_][A-Za-z0-9_]*=|$)/g)].map((found) => `${found[1]}=${found[2]}\0`).join('')
}

/** `1:02.03`, `1:02:03` or `2-01:02:03`, in milliseconds. */
function parseTime(text: string): number {
  const [days, clock] = text.includes('-') ? [Number(text.split('-')[0]), text.split('-')[1] ?? ''] : [0, text]
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  return Math.round((days * 86_400 + seconds) * 1000)
}

function ps(parameters: readonly string[]): Promise<string> {
  return new Promise((resolve) => execFile('ps', parameters, { maxBuffer: outputBound, env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' } }, (_error, stdout) => resolve(stdout)))
}
