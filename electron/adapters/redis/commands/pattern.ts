// Patterns with *, ?, [a-z] and \, matched by two places: never slower than text times pattern.

export function matches(pattern: string, text: string): boolean {
  if (pattern === '*') return true
  let [at, from] = [0, 0]
  let [star, starFrom] = [-1, 0]
  while (from < text.length) {
    if (pattern[at] === '*') {
      star = at
      starFrom = from
      at += 1
      continue
    }
    const next = at < pattern.length ? matchOne(pattern, at, text[from] ?? '') : -1
    if (next !== -1) {
      at = next
      from += 1
    } else if (star !== -1) {
      starFrom += 1
      from = starFrom
      at = star + 1
    } else return false
  }
  while (pattern[at] === '*') at += 1
  return at === pattern.length
}

/** Where the pattern goes on, or -1. */
function matchOne(pattern: string, at: number, letter: string): number {
  const sign = pattern[at]
  if (sign === '?') return at + 1
  if (sign === '[') return matchSet(pattern, at + 1, letter)
  if (sign === '\\' && at + 1 < pattern.length) return pattern[at + 1] === letter ? at + 2 : -1
  return sign === letter ? at + 1 : -1
}

function matchSet(pattern: string, start: number, letter: string): number {
  let at = start
  const isNot = pattern[at] === '^'
  if (isNot) at += 1
  let isIn = false
  while (at < pattern.length && pattern[at] !== ']') {
    if (pattern[at] === '\\' && at + 1 < pattern.length) at += 1
    let [low, high] = [pattern[at] ?? '', pattern[at] ?? '']
    if (pattern[at + 1] === '-' && at + 2 < pattern.length && pattern[at + 2] !== ']') {
      high = pattern[at + 2] ?? ''
      at += 2
    }
    if (low > high) [low, high] = [high, low]
    if (letter >= low && letter <= high) isIn = true
    at += 1
  }
  return isIn === isNot ? -1 : Math.min(at + 1, pattern.length)
}
