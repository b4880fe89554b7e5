/** A set-up step that could not be done: what happened, why, and what to try, already in words for people. */
export class SetupFailure extends Error {
  /** @param {string} what @param {string} why @param {string[]} tryNext */
  constructor(what, why, tryNext) {
    super([what, `Why: ${why}`, 'What to try:', ...tryNext.map((line) => `  - ${line}`)].join('\n'))
    this.name = 'SetupFailure'
  }
}

/** The last few lines of a program's output, where its reason usually is. */
export function lastLines(output, count = 12) {
  return output.trim().split('\n').slice(-count).join('\n')
}

/** Ends the program with a message for people; a stack only for what we did not foresee. */
export function explainAndExit(error) {
  process.stderr.write(`\n${error instanceof SetupFailure ? error.message : (error?.stack ?? error)}\n`)
  process.exit(1)
}
