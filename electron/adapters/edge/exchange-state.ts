// What is known of a request on its way: where it is, what it met, and how the decisions see it. Set back for each request of its
// connection, so that a request makes no object.

import type { RequestMoment } from '../../engine/ports/http-edge.ts'
import type { Edge } from './edge-context.ts'
import type { RequestFaults } from './exchange-faults.ts'
import type { AppEntry } from './route-table.ts'
import type { TargetEntry } from './target-entry.ts'
import type { Tunnel } from './tunnel.ts'
import type { UpstreamConnection } from './upstream-connection.ts'

type Phase = 'none' | 'held' | 'connecting' | 'sending' | 'awaiting' | 'answering' | 'flushing' | 'tunnel' | 'over'

export class ExchangeState implements RequestMoment {
  readonly edge: Edge
  readonly random: () => number
  phase: Phase = 'none'

  entry: AppEntry | null = null
  arrivedAt = 0
  arrivedMark = 0
  requestId = ''
  forwardedFor = ''
  /** The dyno that was asked last, for the report. */
  target: TargetEntry | null = null
  /** The dyno it is counted at now. */
  at: TargetEntry | null = null
  upstream: UpstreamConnection | null = null
  connectMs: number | null = null
  startedMark = 0
  connectedMark: number | null = null
  sentMark = 0
  /** The turn of the loop in which it was written to a kept connection. */
  writtenTurn = 0
  heldMs = 0
  heldSince = 0
  /** Of the answer's body, given to the client. */
  bytes = 0
  /** The client has the beginning of an answer. */
  hasAnswered = false
  tunnel: Tunnel | null = null
  faults: RequestFaults | null = null

  // The request as the decisions see it.
  now = 0
  waitedMs = 0
  inFlight = 0
  tries = 0
  lastFailure: 'refused' | 'timeout' | null = null
  failedMark = 0
  failedAgoMs = 0
  looks = 0
  healthy: readonly TargetEntry[] = []
  free: readonly TargetEntry[] = []
  preferred: TargetEntry | null = null
  turn = 0
  /** Targets tried: nearly always one. */
  #first: TargetEntry | null = null
  #others: TargetEntry[] = []

  constructor(edge: Edge) {
    this.edge = edge
    this.random = edge.random
  }

  get isUnderWay(): boolean {
    return this.phase !== 'none' && this.phase !== 'over'
  }

  get isClassic(): boolean {
    return (this.entry?.route?.rules ?? 'classic') === 'classic'
  }

  hasTried(candidate: TargetEntry): boolean {
    return candidate === this.#first || this.#others.includes(candidate)
  }

  tried(target: TargetEntry): void {
    this.tries += 1
    if (this.#first === null) this.#first = target
    else this.#others.push(target)
  }

  reset(): void {
    this.target = null
    this.connectMs = null
    this.connectedMark = null
    this.heldMs = 0
    this.bytes = 0
    this.hasAnswered = false
    this.tunnel = null
    this.faults = null
    this.tries = 0
    this.lastFailure = null
    this.looks = 0
    this.preferred = null
    this.#first = null
    if (this.#others.length > 0) this.#others = []
  }

  /** Counts the request at the dyno it is at now, or at none. */
  countAt(target: TargetEntry | null): void {
    if (this.at === target) return
    const load = this.entry?.load
    if (this.at !== null) this.at.inFlight -= 1
    this.at = target
    if (target !== null) {
      target.inFlight += 1
      if (!target.isCounted) {
        target.isCounted = true
        load?.busy.add(target)
      }
    }
    if (load !== undefined) this.edge.loads.changed(load)
  }
}
