// What each of the ready experiments promises, in the simulated world and on real processes.

import type { ExperimentVerdict } from '../../../shared/domain/experiment.ts'

/** Verdict, and what fails: nothing, or something with these codes. H11: where dynos boot slowly, more are held than may be. */
export const promises: Readonly<Record<string, readonly [ExperimentVerdict, readonly string[]]>> = {
  'a-bad-release-is-rolled-back': ['held', ['H10', 'H11', 'H13', 'H20']],
  'a-dyno-freezes': ['broke', ['H12']],
  'a-memory-leak-ends-in-r15': ['held', ['H13']],
  'a-slow-dyno-least-connections': ['held', []],
  'a-slow-dyno-random': ['broke', []],
  'a-zone-is-lost': ['held', ['H13']],
  'answers-come-late': ['held', []],
  'one-dyno-of-three-is-killed': ['held', ['H13']],
  'retries-absorb-a-refusal': ['held', []],
}
