// Times and durations as people read them. Durations are integer milliseconds.

/** `2026-01-31T12:00:00.000000+00:00`, the form of a Heroku log line. `at` is milliseconds since the epoch. */
export function isoTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '000+00:00')
}

/** `2026-01-31T12:00:00Z`, as the Platform API writes it. */
export function secondTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}

/** `850 ms`, `4.2 s`, `3 m 20 s`, `2 h 5 m`, `3 d 4 h`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`
  return inTwo(Math.round(seconds))
}

function inTwo(seconds: number): string {
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${seconds % 60} s`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} m`
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`
}
