// What runs on this machine, read without starting a program where the system allows it.

import { createLinuxProcessTable } from './linux-process-table.ts'
import type { Labels } from './labels.ts'
import { createPsProcessTable } from './ps-process-table.ts'
import { createWindowsProcessTable } from './windows-process-table.ts'

export type ProcessRow = {
  readonly pid: number
  readonly parent: number
  /** 0 where the system has no such thing. */
  readonly group: number
  readonly session: number
  /** When it started, in a form of the system's own. With the pid it names one process, even when the number is used again. */
  readonly start: string
  /** Processor time so far. */
  readonly cpuMs: number
  readonly residentBytes: number
  readonly labels: Labels | null
}

export type ProcessTable = {
  /** Everything that lives. Processes that ended and whose parent has not asked are left out. */
  read(): Promise<readonly ProcessRow[]>
  /** `start` of one that lives. */
  startOf(pid: number): Promise<string | null>
  /** Memory they take together. Pages they share count once where the system tells. */
  memoryOf(rows: readonly ProcessRow[]): Promise<number>
  /** Processor time of these and of their children that ended. Only where it is known in a moment. */
  spentMs?(pids: readonly number[]): number
}

export function createProcessTable(platform: NodeJS.Platform = process.platform): ProcessTable {
  if (platform === 'linux') return createLinuxProcessTable()
  return platform === 'win32' ? createWindowsProcessTable() : createPsProcessTable()
}
