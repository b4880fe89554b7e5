// What the files of an app alone let one suspect. A hint is never a verdict: a factor is green or red only by a run.

export type FactorNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12

/** How sure one can be that it will hurt. */
export type HintSeverity = 'error' | 'warn' | 'info'

export type Hint = {
  /** e.g. `3.s1`: the third factor's first static check. */
  readonly check: string
  readonly factor: FactorNumber
  readonly severity: HintSeverity
  /** What it could mean, and what to do in this app's language. */
  readonly text: string
  /** Relative to the root; null when the whole tree is meant. */
  readonly file: string | null
  /** From 1; null when the whole file is meant. */
  readonly line: number | null
  /** The line, 160 characters at most, what looks like a secret masked; '' when there is none. */
  readonly excerpt: string
}
