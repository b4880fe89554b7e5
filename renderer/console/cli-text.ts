// The shapes of the Heroku CLI's output: headers, aligned columns, and times with how long ago they were.

export const header = (text: string): string => `=== ${text}`

/** Columns as wide as their widest cell, two spaces apart. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, cell.length)))
  return rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ').trimEnd())
}

/** `KEY:   value`, the values below each other. */
export function pairs(entries: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...entries.map(([name]) => name.length))
  return entries.map(([name, value]) => `${`${name}:`.padEnd(width + 1)} ${value}`.trimEnd())
}

/** `2026/01/31 12:00:00 +0000 (~ 3m ago)`, in the time zone of this machine; beyond 25 hours without the bracket. */
export function since(at: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - at) / 1000))
  const time = clock(new Date(at))
  if (seconds < 60) return `${time} (~ ${seconds}s ago)`
  if (seconds < 3600) return `${time} (~ ${Math.floor(seconds / 60)}m ago)`
  if (seconds < 25 * 3600) return `${time} (~ ${Math.floor(seconds / 3600)}h ago)`
  return time
}

function clock(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const offset = -date.getTimezoneOffset()
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`
  return `${date.getFullYear()}/${two(date.getMonth() + 1)}/${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())} ${zone}`
}
