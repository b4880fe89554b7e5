import type { DynoOutput } from '../../engine/ports/dyno-runtime.ts'
import { createLinePump } from './line-pump.ts'
import { createRawPump } from './raw-pump.ts'

export type Speaker = {
  readonly dynoId: string
  /** For an attached reader; else in lines. */
  readonly isRaw: boolean
  /** Raw output is told as bytes, one character each. */
  readonly isBytes?: boolean | undefined
}

export type OutputPump = {
  take(chunk: Buffer): void
  /** Passes on all that is left. */
  end(): void
}

/** From what a program writes to what the engine is told. */
export function createOutputPump({ dynoId, isRaw, isBytes }: Speaker, tell: (output: DynoOutput) => void): OutputPump {
  return isRaw
    ? createRawPump((text) => tell({ dynoId, kind: 'raw', lines: [text], dropped: 0 }), isBytes === true)
    : createLinePump({ emit: (lines, dropped) => tell({ dynoId, kind: 'lines', lines, dropped }) })
}
