// What a dyno in a container says: from Docker's stream to the engine, in lines or as it came, at a bearable pace. The stream may break
// off and be followed by another, as Docker was restarted under a container that ran on.

import type { Duplex } from 'node:stream'
import type { DynoOutput } from '../../engine/ports/dyno-runtime.ts'
import { createOutputPump, type Speaker } from '../parts/output-pump.ts'
import { createPace, type Pace } from '../parts/pace.ts'
import { createFrameReader } from './frames.ts'

export type AttachedOutput = {
  read(stream: Duplex): void
  hold(isHeld: boolean): void
  /** Null when there is none, or it broke off. */
  stream(): Duplex | null
  /** Reads what is left, until a second passes without any, and passes it on. */
  end(): Promise<void>
}

/** An ended dyno has nothing more to say when it is silent for that long. */
const silenceMs = 1000

export function createAttachedOutput(of: Speaker & { readonly isTerminal: boolean }, tell: (output: DynoOutput) => void): AttachedOutput {
  const pump = createOutputPump(of, tell)
  let current: { readonly stream: Duplex; readonly pace: Pace; readonly drained: Promise<void> } | null = null
  let isOpen = false
  let isHeld = false
  let heard = 0

  function read(stream: Duplex): void {
    current?.stream.destroy()
    const pace = createPace(stream)
    const take = of.isTerminal ? pump.take : createFrameReader(pump.take)
    const drained = new Promise<void>((settle) => stream.once('close', settle).once('end', settle))
    const mine = { stream, pace, drained }
    current = mine
    isOpen = true
    void drained.then(() => {
      if (current === mine) isOpen = false
    })
    stream.on('error', () => {})
    stream.on('data', (chunk: Buffer) => {
      heard++
      take(chunk)
      pace.took(chunk.length)
    })
    pace.hold(isHeld)
  }

  function hold(wanted: boolean): void {
    isHeld = wanted
    current?.pace.hold(wanted)
  }

  async function end(): Promise<void> {
    isHeld = false
    current?.pace.release()
    for (let before = -1; isOpen && before !== heard;) {
      before = heard
      await Promise.race([current?.drained, new Promise((resolve) => setTimeout(resolve, silenceMs))])
    }
    current?.stream.destroy()
    pump.end()
  }

  return { read, hold, end, stream: () => (isOpen && current !== null ? current.stream : null) }
}
