// Looks for the processes of dynos and builds. Many ask at once when a release takes over, so they share a look.

import type { ProcessRow, ProcessTable } from './process-table.ts'

export type Owner = {
  /** The first process of it; its group and session bear that number. */
  readonly pid: number | null
  readonly label: { readonly kind: 'dyno' | 'build'; readonly id: string }
  /** More of its processes, for systems that show no labels. */
  readonly companions?: ReadonlySet<number>
}

export type ProcessFinder = {
  /** A look that begins after this call. */
  look(): Promise<readonly ProcessRow[]>
}

/** Looks are at least that far apart. */
const betweenLooksMs = 15

export function createProcessFinder(table: Pick<ProcessTable, 'read'>): ProcessFinder {
  let waiting: Promise<readonly ProcessRow[]> | null = null
  let last: Promise<unknown> = Promise.resolve()

  function look(): Promise<readonly ProcessRow[]> {
    if (waiting !== null) return waiting
    const mine = last.then(() => {
      waiting = null
      const rows = table.read()
      last = rows.then(pause, pause)
      return rows
    })
    waiting = mine
    return mine
  }

  return { look }
}

/** All that belong to it: by session, group or label, and what those started. */
export function membersOf(owner: Owner, rows: readonly ProcessRow[]): readonly ProcessRow[] {
  const members = new Set<number>()
  for (const row of rows) if (isNamed(owner, row)) members.add(row.pid)
  if (members.size === 0) return []
  // Parents mostly have the smaller numbers, but not always: until nothing is added, and never more often than there are rows.
  for (let round = 0; round < rows.length; round++) {
    const before = members.size
    for (const row of rows) if (members.has(row.parent)) members.add(row.pid)
    if (members.size === before) break
  }
  return rows.filter((row) => members.has(row.pid))
}

function isNamed(owner: Owner, row: ProcessRow): boolean {
  if (owner.pid !== null && (row.pid === owner.pid || row.session === owner.pid || row.group === owner.pid)) return true
  if (owner.companions?.has(row.pid) === true) return true
  return row.labels !== null && row.labels[owner.label.kind] === owner.label.id
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, betweenLooksMs))
}
