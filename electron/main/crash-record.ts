// When a window's page crashed, so that a page that can not live is not loaded again and again.

const WITHIN_MS = 60_000
const MOST_CRASHES = 3

export type CrashRecord = {
  /** @returns whether a reload still makes sense */
  add(atMs: number): 'once' | 'repeated'
}

export function createCrashRecord(): CrashRecord {
  let times: readonly number[] = []
  return {
    add: (atMs) => {
      times = [...times, atMs].filter((time) => atMs - time < WITHIN_MS).slice(-MOST_CRASHES)
      return times.length >= MOST_CRASHES ? 'repeated' : 'once'
    },
  }
}
