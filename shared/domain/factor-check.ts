// A check of the twelve factors, under way or ended, as it is kept in the state.

import type { Subject } from '../factors/finding.ts'
import type { Scorecard } from '../factors/scorecard.ts'
import type { AppId } from './app.ts'

export type FactorCheck = {
  readonly id: string
  readonly subject: Subject
  /** The app that is checked, or null. */
  readonly appId: AppId | null
  /** Names of the apps that were made for it. */
  readonly copies: readonly string[]
  readonly by: string
  readonly startedAt: number
  /** What it is doing, in a sentence without its subject. */
  readonly doing: string
  readonly done: number
  readonly of: number
  readonly endedAt: number | null
  readonly card: Scorecard | null
  /** Why there is no card. */
  readonly trouble: string | null
  /** Of its `factors.started`. */
  readonly seq: number
}

export const maxFactorChecksKept = 20
