// Programs of a build as whoever starts them sees them, wherever they run.

export type ProgramOptions = {
  /** A program on PATH, or a path from `cwd` on. */
  readonly argv: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Both outputs in the order they were written, or the standard one alone. */
  readonly outputs: 'both' | 'standard'
  output(text: string): void
}

export type ProgramRunner = {
  /** Its status as a shell tells it. Throws `build-cancelled` when it was ended by a cancel, or when that was before. */
  run(options: ProgramOptions): Promise<number>
  /** As `run`, with the output as text, cut off at a bound. What takes longer than `withinMs` is ended and has failed. */
  capture(options: Omit<ProgramOptions, 'output'>, withinMs?: number): Promise<{ readonly exitStatus: number; readonly text: string }>
}
