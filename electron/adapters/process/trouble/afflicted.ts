// What a trouble sees of the dyno it is put on.

import type { Owner, ProcessFinder } from '../process-finder.ts'
import type { ProcessTable } from '../process-table.ts'
import type { Warden } from '../warden.ts'
import type { Stillness } from './stillness.ts'

export type Afflicted = {
  /** As people name it, e.g. `web.1`. */
  readonly name: string
  /** Of its first process, which leads its group. */
  readonly pid: number
  readonly owner: Owner
  /** What makes a process known as this dyno's. */
  readonly labels: Readonly<Record<string, string>>
  readonly shell: string
  readonly finder: ProcessFinder
  readonly table: Pick<ProcessTable, 'spentMs'>
  readonly warden: Warden
  readonly stillness: Stillness
  /** Processes that trouble runs inside the dyno. */
  readonly companions: Set<number>
  readonly diskHold: DiskHold
}

/** A dyno whose disk was taken twice gets it back with the last. `limits`: what each of its processes had before. */
export type DiskHold = { count: number; readonly limits: Map<string, string> }
