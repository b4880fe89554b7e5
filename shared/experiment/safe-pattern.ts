// Regular expressions that come in files. A pattern can take longer than the universe on a short text, and the engine has one thread;
// so only those are taken whose work is bounded: no repeated groups, few repetitions, a text of limited length.

const mostRepetitions = 2
const mostOptional = 6
const textLength = 1000

/** Why it is not taken, in words; null: it is. */
export function unsafePattern(pattern: string): string | null {
  try {
    void new RegExp(pattern, 'u')
  } catch {
    return 'it is not a regular expression'
  }
  const bare = pattern.replace(/\\./gu, (escape) => (/\\[1-9k]/u.test(escape) ? '\\1' : 'x')).replace(/\[[^\]]*\]/gu, 'x')
  if (bare.includes('\\1')) return 'it refers back to a group, which can take too long'
  if (/\(\?[=!<]/u.test(bare)) return 'it looks ahead or behind, which can take too long'
  if (/\)[*+{]/u.test(bare)) return 'it repeats a group, which can take too long'
  const repetitions = bare.match(/[*+]|\{\d/gu)?.length ?? 0
  if (repetitions > mostRepetitions) return `it has ${repetitions} repetitions, at most ${mostRepetitions} can be tried in good time`
  const optional = bare.match(/(?<![*+}(])\?/gu)?.length ?? 0
  return optional > mostOptional ? `it has ${optional} optional parts, at most ${mostOptional} can be tried in good time` : null
}

/** In the first thousand characters. */
export const patternFits = (pattern: string, text: string): boolean => new RegExp(pattern, 'u').test(text.slice(0, textLength))
