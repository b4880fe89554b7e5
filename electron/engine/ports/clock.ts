// Time and chance as ports: the engine has no other source of either, so a virtual clock and a seed replay a run exactly.

export type Cancel = () => void

export type Clock = {
  /** Milliseconds since the epoch. May go back when the machine's clock is set; the journal never does. */
  now(): number
  /** Runs `fire` once after `ms` milliseconds (0 or more). The answer cancels it. */
  after(ms: number, fire: () => void): Cancel
}

export type Pace = {
  /** Seconds of the platform for one of the machine, at most. */
  pace(): number
  /** 1 or more; from now on. */
  setPace(times: number): void
}

export type Random = {
  /** At least 0, below 1. */
  next(): number
}

export type Ids = {
  /** A UUID, unique on this machine. */
  next(): string
}
