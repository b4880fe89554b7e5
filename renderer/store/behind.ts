// How far this window is behind the engine. Both run on one machine, so what the engine dated can be held against this clock.

import { create } from 'zustand'
import { useMirror } from './mirror.ts'
import { platformNow } from './platform-time.ts'

type Behind = {
  /** Whole seconds, 0 when it keeps up. */
  readonly seconds: number
}

/** Less than that is no news. */
const worthSayingMs = 2000
/** A stream that told of nothing for that long has nothing waiting. */
const forgetMs = 3000

export const useBehind = create<Behind>(() => ({ seconds: 0 }))

const late = new Map<string, number>()
const timers = new Map<string, ReturnType<typeof setTimeout>>()

/** `at`: when the newest thing that was just applied happened. Not to be told of what is history. Undefined: the stream ended. */
export function noteBehind(stream: string, at: number | undefined): void {
  clearTimeout(timers.get(stream))
  timers.delete(stream)
  const ms = at === undefined ? 0 : (platformNow() - at) / useMirror.getState().state.pace
  if (ms < worthSayingMs) late.delete(stream)
  else {
    late.set(stream, ms)
    timers.set(stream, setTimeout(() => noteBehind(stream, undefined), forgetMs))
  }
  const seconds = Math.floor(Math.max(0, ...late.values()) / 1000)
  if (seconds !== useBehind.getState().seconds) useBehind.setState({ seconds })
}
