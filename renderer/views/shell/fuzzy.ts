// Finding a command by a few letters of it: every word typed must be found, at best where a word begins.

export type Match = { readonly score: number; readonly letters: readonly number[] }

const atWordStart = 6
const inside = 3
const scattered = 1
/** Found in the words that are not shown. */
const hidden = 2

/** Null when a word is found nowhere. `letters` are the places in `title` that were matched. */
export function fuzzyMatch(query: string, title: string, otherWords = ''): Match | null {
  const low = title.toLowerCase()
  let score = 0
  const letters = new Set<number>()
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const found = findWord(word, low)
    if (found !== null && found.score > scattered) {
      score += found.score
      for (const at of found.letters) letters.add(at)
    } else if (otherWords.toLowerCase().includes(word)) score += hidden
    else if (found !== null) {
      score += found.score
      for (const at of found.letters) letters.add(at)
    } else return null
  }
  return { score, letters: [...letters].sort((a, b) => a - b) }
}

function findWord(word: string, text: string): Match | null {
  const start = startOfWord(word, text)
  const at = start === -1 ? text.indexOf(word) : start
  if (at !== -1) return { score: start === -1 ? inside : atWordStart, letters: Array.from(word, (_, index) => at + index) }
  return subsequence(word, text)
}

function startOfWord(word: string, text: string): number {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) if (at === 0 || /[^a-z0-9]/.test(text[at - 1] ?? '')) return at
  return -1
}

/** Letters in order, the first where a word begins: `gtr` finds Go to Releases. */
function subsequence(word: string, text: string): Match | null {
  const letters: number[] = []
  let from = 0
  for (const letter of word) {
    const at = letters.length === 0 ? startOfWord(letter, text) : text.indexOf(letter, from)
    if (at === -1) return null
    letters.push(at)
    from = at + 1
  }
  return { score: scattered, letters }
}
