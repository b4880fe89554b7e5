// What does not fit into a table: Ruby's and PHP's texts up to a word, Ruby's `%w[...]` and `=begin`, PHP's pages around the code, and where
// a slash begins a pattern. Each looks at one place and says what is there, or null.

type Found = {
  readonly from: number
  readonly to: number
  readonly as: 'string' | 'comment'
  /** Where code goes on. */
  readonly resume: number
}

export type Special = (source: string, at: number) => Found | null

const closings: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' }
const longestWord = 80

export const rubySpecials: readonly Special[] = [
  (source, at) => {
    if (source[at] !== '=' || !isLineStart(source, at) || !source.startsWith('=begin', at)) return null
    const end = source.indexOf('\n=end', at)
    const to = end < 0 ? source.length : end + '\n=end'.length
    return { from: at, to, as: 'comment', resume: to }
  },
  (source, at) => {
    if (source[at] !== '_' || !isLineStart(source, at) || !/^__END__(\r?\n|$)/.test(source.slice(at, at + 9))) return null
    return { from: at, to: source.length, as: 'comment', resume: source.length }
  },
  (source, at) => {
    if (source[at] !== '%' || /[\w)\]}]/.test(source[at - 1] ?? '')) return null
    const [opening, bracket] = /^%[wWiIqQ]?([([{<])/.exec(source.slice(at, at + 3)) ?? []
    if (opening === undefined || bracket === undefined) return null
    const to = bracketEnd(source, at + opening.length, bracket)
    return { from: at + opening.length, to, as: 'string', resume: to + 1 }
  },
  // The text begins on the next line and ends at a line with the word alone. What follows the word on its own line is code, which is
  // read again as such: only the text is taken here, when its line comes.
  (source, at) => (source[at] === '\n' ? textUpToWord(source, at, /(?<![\w)\]])<<[~-]?(["'`]?)([A-Z_]\w*)\1/g) : null),
]

export const phpSpecials: readonly Special[] = [
  (source, at) => (at === 0 && !source.startsWith('<?') ? page(source, 0, 0) : null),
  (source, at) => (source.startsWith('?>', at) ? page(source, at + 2, at + 2) : null),
  (source, at) => (source[at] === '\n' ? textUpToWord(source, at, /<<<\s*(["']?)([A-Za-z_]\w*)\1\s*$/g) : null),
]

/** After an operator, an opening bracket or a word that wants a value. */
export function opensPattern(source: string, at: number): boolean {
  const before = source.slice(Math.max(0, at - 40), at).trimEnd()
  return before === '' || /[(,=:[!&|?{};~+*%^-]$/.test(before) || /\b(return|typeof|case|in|of|when|if|unless|and|or|not|then|match\??|split|g?sub!?|scan)$/.test(before)
}

function page(source: string, from: number, at: number): Found {
  const open = /<\?(php\b|=)/g
  open.lastIndex = at
  const found = open.exec(source)
  const to = found?.index ?? source.length
  return { from, to, as: 'string', resume: found === null ? source.length : to + found[0].length }
}

function textUpToWord(source: string, newline: number, opening: RegExp): Found | null {
  const line = source.slice(Math.max(source.lastIndexOf('\n', newline - 1) + 1, newline - 400), newline)
  const word = [...line.matchAll(opening)].at(-1)?.[2]
  if (word === undefined || word.length > longestWord || /^\s*#/.test(line)) return null
  const end = new RegExp(`\\n[ \\t]*${word}\\b`, 'g')
  end.lastIndex = newline
  const found = end.exec(source)
  const to = found?.index ?? source.length
  return { from: newline + 1, to: Math.max(newline + 1, to), as: 'string', resume: found === null ? source.length : to + found[0].length }
}

function bracketEnd(source: string, from: number, bracket: string): number {
  const closing = closings[bracket] ?? bracket
  let depth = 1
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1
    else if (source[at] === bracket) depth += 1
    else if (source[at] === closing && --depth === 0) return at
  }
  return source.length
}

const isLineStart = (source: string, at: number): boolean => at === 0 || source[at - 1] === '\n'
