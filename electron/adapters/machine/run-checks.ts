// Runs the checks side by side, a few at a time, each with its own time limit.

import type { DoctorCheck } from '../../../shared/protocol/calls.ts'
import { askProgram } from './ask-program.ts'
import type { Check, Finding, MachineFacts } from './check.ts'

/** More would make slow starters, such as Java's tools, wait for each other on a small machine. */
const atOnce = 4
/** A check that has no answer by then is "unknown". */
const checkMs = 3000

export async function runChecks(checks: readonly Check[], facts: MachineFacts, limitMs = checkMs): Promise<readonly DoctorCheck[]> {
  const found: DoctorCheck[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let at = next++; at < checks.length; at = next++) found[at] = await runOne(checks[at] as Check, facts, limitMs)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return found
}

async function runOne({ look, ...check }: Check, facts: MachineFacts, limitMs: number): Promise<DoctorCheck> {
  const { fix = null, command = null, raw = null, ...finding } = await lookInTime(look, facts, limitMs)
  return { ...check, ...finding, fix, command, raw }
}

async function lookInTime(look: Check['look'], facts: MachineFacts, limitMs: number): Promise<Finding> {
  const over = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      over.abort()
      reject(new Error(`it did not answer within ${limitMs / 1000} seconds`))
    }, limitMs)
  })
  try {
    return await Promise.race([Promise.resolve(look({ ...facts, ask: (argv) => askProgram(argv, facts.toolEnv, over.signal) })), late])
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { state: 'unknown', found: why, fix: 'Check again. If it stays so, try the program in a terminal of its own.', raw: error instanceof Error ? (error.stack ?? why) : why }
  } finally {
    clearTimeout(timer)
  }
}
