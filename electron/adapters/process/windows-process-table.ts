// The process table of Windows. It has no process groups and shows no environments: a dyno there is its process and what that
// started, as long as the parents live.

import { execFile } from 'node:child_process'
import type { ProcessRow, ProcessTable } from './process-table.ts'

const query = 'Get-CimInstance Win32_Process | Select-Object ProcessId,ParentProcessId,@{n="Start";e={$_.CreationDate.Ticks}},WorkingSetSize,KernelModeTime,UserModeTime | ConvertTo-Csv -NoTypeInformation'
const outputBound = 16 * 1024 * 1024
/** Its processor times count in steps of 100 nanoseconds. */
const stepsPerMs = 10_000

export function createWindowsProcessTable(): ProcessTable {
  return {
    read,
    startOf: async (pid) => (await read()).find((row) => row.pid === pid)?.start ?? null,
    memoryOf: (rows) => Promise.resolve(rows.reduce((sum, row) => sum + row.residentBytes, 0)),
  }
}

const read = async (): Promise<readonly ProcessRow[]> => parseCsv(await powershell(query))

export function parseCsv(text: string): readonly ProcessRow[] {
  const rows: ProcessRow[] = []
  for (const line of text.split(/\r?\n/).slice(1)) {
    const fields = line.split(',').map((field) => field.replace(/^"|"$/g, ''))
    const [pid, parent, start, resident, kernel, user] = fields
    if (pid === undefined || user === undefined) continue
    rows.push({
      pid: Number(pid), parent: Number(parent), group: 0, session: 0, start: start ?? '', residentBytes: Number(resident),
      cpuMs: Math.round((Number(kernel) + Number(user)) / stepsPerMs), labels: null,
    })
  }
  return rows
}

function powershell(script: string): Promise<string> {
  return new Promise((resolve) => {
    execFile('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script], { maxBuffer: outputBound, windowsHide: true }, (_error, stdout) => resolve(stdout))
  })
}
