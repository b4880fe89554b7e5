// What all connections of an edge share.

import type { RouterDecisions } from '../../engine/ports/http-edge.ts'
import type { WriteKit } from './direct-writer.ts'
import type { DrainWatch } from './drain-watch.ts'
import type { EdgeLimits } from './edge-limits.ts'
import type { FaultsInForce } from './faults-in-force.ts'
import type { LoadGauge } from './load-gauge.ts'
import type { LoopTurns } from './loop-turns.ts'
import type { PieceWriter } from './own-copy.ts'
import type { ReportDraft } from './packed-reports.ts'
import type { ReadBuffer } from './read-buffer.ts'
import type { RouteTable } from './route-table.ts'
import type { Stickiness } from './sticky.ts'
import type { TimerWheel } from './timer-wheel.ts'

export type Edge = {
  readonly limits: EdgeLimits
  readonly decisions: RouterDecisions
  readonly table: RouteTable
  readonly loads: LoadGauge
  readonly wheel: TimerWheel
  readonly turns: LoopTurns
  readonly readBuffer: ReadBuffer
  readonly pieces: PieceWriter
  readonly writeKit: WriteKit
  readonly stickiness: Stickiness
  /** null: there are none, which costs nothing. */
  faults: FaultsInForce | null
  /** It takes nothing new. */
  isStopping: boolean
  port: number
  /** Header lines that are the same in all requests, and the name of the one that follows. */
  forwardedLines: string
  random(): number
  newId(): string
  readonly draft: ReportDraft
  report(draft: ReportDraft): void
  wake(appId: string, requestId: string): void
  readonly drains: DrainWatch
}
