// What a toxic is to the pipe: it looks at the front of what it holds and says what becomes of it, and when. It keeps no queue, no clock
// and no timers; the stage around it does. Times are milliseconds on a clock that never goes back.

/** On its way through a pipe. `at`: when it came to where it is. `end`: the sender is done (half-close). `close`: a toxic ends the connection. */
export type Item = { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly at: number } | Ending
export type Ending = { readonly kind: 'end' | 'close' | 'reset'; readonly at: number }

export type StageFacts = {
  /** When the toxic was put on the connection. */
  readonly startedAt: number
  /** When the piece before left; nothing leaves earlier. */
  readonly freeAt: number
  /** Bytes that left so far. */
  readonly passedBytes: number
}

export type Verdict =
  /** Leaves at `at` (Infinity: not as long as the toxic is there). `bytes`: only so many of them (at least 1), the rest is looked at anew. */
  | { readonly kind: 'pass'; readonly at: number; readonly bytes?: number }
  | { readonly kind: 'drop' }
  /** In its place the connection ends. */
  | { readonly kind: 'close' | 'reset'; readonly at: number }

export type ToxicRun = {
  /** Asked once for each front, and again for what is left of it. */
  verdict(front: Item, facts: StageFacts): Verdict
  /** Of bytes as they leave. Never changes what it was given. */
  change?(bytes: Uint8Array): Uint8Array
  /** When the connection is closed though nothing came; Infinity for never. */
  closesAt?(facts: StageFacts): number
  /** It threw bytes away, so without it the rest of the stream would have a hole. */
  readonly closesWhenRemoved?: true
}

/** `random` gives at least 0, below 1. */
export type ToxicKind<Settings> = (settings: Settings, random: () => number) => ToxicRun
