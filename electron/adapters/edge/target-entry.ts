// One target as the edge knows it: what is under way there, how fast it answers, whether it is in quarantine, and the idle
// connections kept to it.

import type { Target } from '../../../shared/domain/route.ts'
import type { Candidate } from '../../engine/ports/http-edge.ts'
import type { Alarm } from './timer-wheel.ts'
import type { UpstreamConnection } from './upstream-connection.ts'

export class TargetEntry implements Candidate {
  target: Target
  inFlight = 0
  /** It is among those whose load is told. */
  isCounted = false
  ewmaMs = 0
  ewmaAt = 0
  quarantinedUntil = 0
  /** Gets nothing new; connections close when they are done. */
  isGone = false
  /** It was told that its dyno has begun to answer all that it was given, or begins nothing more. */
  isDrained = false
  /** Set while that is waited for. */
  patience: Alarm | null = null
  /** Idle, the newest last. */
  readonly idle: UpstreamConnection[] = []
  /** All that are open or will be. */
  readonly connections = new Set<UpstreamConnection>()

  constructor(target: Target) {
    this.target = target
  }

  /** A byte of each answer that is under way is proof that its request was read. */
  get isHeardOut(): boolean {
    for (const connection of this.connections) if (!connection.isHeard) return false
    return true
  }
}
