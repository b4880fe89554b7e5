// A number that changes now and then, kept for some time back: dynos up, requests under way. What it was on average, and whether it
// held still.

export type StepRecord = {
  /** Times never go back. */
  set(at: number, value: number): void
  /** Average over a stretch of time; null when nothing is known of its beginning. */
  mean(from: number, to: number): number | null
  changedWithin(from: number, to: number): boolean
}

type Step = { readonly at: number; readonly value: number }

/** Changes kept; beyond it the oldest go, and their time is unknown. */
const mostSteps = 5000

export function createStepRecord(keepMs: number): StepRecord {
  let steps: Step[] = []

  function set(at: number, value: number): void {
    const last = steps[steps.length - 1]
    if (last?.value === value) return
    if (last?.at === at) steps.pop()
    steps.push({ at, value })
    const first = steps.findIndex((step) => step.at > at - keepMs)
    // The one before holds until it.
    if (first > 1 && (first > 100 || steps.length > mostSteps)) steps = steps.slice(first - 1)
    if (steps.length > mostSteps) steps = steps.slice(-mostSteps)
  }

  function mean(from: number, to: number): number | null {
    const [first] = steps
    if (first === undefined || first.at > from || to <= from) return null
    let area = 0
    steps.forEach(({ at, value }, index) => {
      const end = Math.min(to, steps[index + 1]?.at ?? to)
      area += value * Math.max(0, end - Math.max(from, at))
    })
    return area / (to - from)
  }

  return { set, mean, changedWithin: (from, to) => steps.some(({ at }) => at > from && at < to) }
}
