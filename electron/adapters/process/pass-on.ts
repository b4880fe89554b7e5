import type { DynoOutput } from '../../engine/ports/dyno-runtime.ts'
import { createOutputPump, type Speaker } from '../parts/output-pump.ts'
import { createPace } from '../parts/pace.ts'
import type { ProgramChild } from '../parts/program-child.ts'

/** What a process says goes to the engine at a bearable pace; after `release` at any. */
export function passOn(child: ProgramChild, speaker: Speaker, tell: (output: DynoOutput) => void): { hold(isHeld: boolean): void; release(): void; end(): void } {
  const pump = createOutputPump(speaker, tell)
  const pace = createPace(child)
  child.onOutput((chunk) => {
    pump.take(chunk)
    pace.took(chunk.length)
  })
  return { hold: pace.hold, release: pace.release, end: pump.end }
}
