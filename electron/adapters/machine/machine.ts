// The computer Dynarium runs on, as the engine sees it.

import { cpus, hostname, totalmem } from 'node:os'
import type { Machine } from '../../engine/ports/machine.ts'
import type { MachineFacts } from './check.ts'
import { orderedChecks } from './ordered.ts'
import { runChecks } from './run-checks.ts'

export function createMachine(facts: MachineFacts): Machine {
  return { name: hostname(), cores: cpus().length, memoryBytes: totalmem(), check: () => runChecks(orderedChecks, facts) }
}
