// Does the version of a tool fit the range an app asks for, e.g. package.json engines "18.x || >=20.1 <23"? npm's grammar without
// pre-releases. Heroku fetches a version that fits; we use the one that is there and warn when it does not.

type Version = readonly [number, number, number]
/** From `from` on, below `below`. */
type Span = { readonly from: Version; readonly below: Version }

const lowest: Version = [0, 0, 0]
const highest: Version = [Infinity, 0, 0]
const partialPattern = /^v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:[-+][\w.+-]*)?$/

/** null when the range can not be read. */
export function fitsRange(version: string, range: string): boolean | null {
  const exact = parsePartial(/\d+(\.\d+){0,2}/.exec(version)?.[0] ?? '')
  const alternatives = range.split('||').map(parseAlternative)
  if (exact === null) return null
  let readable = true
  for (const spans of alternatives) {
    if (spans === null) readable = false
    else if (spans.every((span) => compare(span.from, exact.low) <= 0 && compare(exact.low, span.below) < 0)) return true
  }
  return readable ? false : null
}

function parseAlternative(text: string): readonly Span[] | null {
  const trimmed = text.trim().replace(/(>=|<=|>|<|=|~>?|\^)\s+/g, '$1')
  const hyphen = /^(\S+)\s+-\s+(\S+)$/.exec(trimmed)
  if (hyphen !== null) {
    const [from, to] = [parsePartial(hyphen[1] ?? ''), parsePartial(hyphen[2] ?? '')]
    return from === null || to === null ? null : [{ from: from.low, below: to.next }]
  }
  const spans = trimmed.split(/\s+/).filter((token) => token !== '').map(parseComparator)
  return spans.includes(null) ? null : spans.filter((span) => span !== null)
}

function parseComparator(token: string): Span | null {
  const [, operator = '', rest = ''] = /^(>=|<=|>|<|=|~>?|\^)?(.*)$/.exec(token) ?? []
  const partial = parsePartial(rest)
  if (partial === null) return null
  const { low, next } = partial
  switch (operator) {
    case '>=':
      return { from: low, below: highest }
    case '>':
      return { from: next, below: highest }
    case '<':
      return { from: lowest, below: low }
    case '<=':
      return { from: lowest, below: next }
    case '~':
    case '~>':
      return { from: low, below: partial.parts >= 2 ? [low[0], low[1] + 1, 0] : next }
    case '^':
      return { from: low, below: caretEnd(low, partial) }
    default:
      return { from: low, below: next }
  }
}

/** Up to the next change of the first number that is not 0. */
function caretEnd(low: Version, partial: { readonly parts: number; readonly next: Version }): Version {
  if (partial.parts === 0) return partial.next
  if (low[0] > 0 || partial.parts === 1) return [low[0] + 1, 0, 0]
  if (low[1] > 0 || partial.parts === 2) return [0, low[1] + 1, 0]
  return [0, 0, low[2] + 1]
}

/** `next` is the first version that the partial one does not stand for: 1.2 stands for 1.2.0 up to 1.3.0. */
function parsePartial(text: string): { readonly low: Version; readonly next: Version; readonly parts: number } | null {
  const match = partialPattern.exec(text.trim())
  if (match === null) return null
  const given = match.slice(1, 4).map((part) => (part === undefined || /[xX*]/.test(part) ? null : Number(part)))
  const parts = given.indexOf(null) === -1 ? 3 : given.indexOf(null)
  const [major, minor, patch] = given.map((part, index) => (index < parts ? (part ?? 0) : 0)) as [number, number, number]
  const low: Version = [major, minor, patch]
  if (parts === 0) return { low, next: highest, parts }
  const next: Version = parts === 1 ? [major + 1, 0, 0] : parts === 2 ? [major, minor + 1, 0] : [major, minor, patch + 1]
  return { low, next, parts }
}

function compare(a: Version, b: Version): number {
  return Math.sign(a[0] - b[0]) || Math.sign(a[1] - b[1]) || Math.sign(a[2] - b[2])
}
