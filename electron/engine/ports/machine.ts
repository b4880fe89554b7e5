// The computer Dynarium runs on, looked at from outside the engine.

import type { DoctorCheck } from '../../../shared/protocol/calls.ts'

export type Machine = {
  readonly name: string
  readonly cores: number
  readonly memoryBytes: number
  /** Runs every check, each within a few seconds; one that fails or hangs is `unknown`, never an error. */
  check(): Promise<readonly DoctorCheck[]>
}
