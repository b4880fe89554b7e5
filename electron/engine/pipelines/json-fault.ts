// Where a text stops being JSON, and why, in words. The machine's own parser says it differently in every version, and some without a place.

export type JsonFault = { readonly line: number; readonly why: string }

const maxDepth = 32
const maxChars = 200_000
const literal = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y
const text = /"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy

/** null when it is JSON. */
export function jsonFault(source: string): JsonFault | null {
  if (source.length > maxChars) return { line: 1, why: `It has ${source.length} characters; at most ${maxChars} are read.` }
  let at = 0
  try {
    value(0)
    blank()
    return at === source.length ? null : fault('Something stands behind its end.')
  } catch (error) {
    if (error instanceof Stop) return error.fault
    throw error
  }

  function value(depth: number): void {
    if (depth > maxDepth) stop(`It is nested deeper than ${maxDepth} levels.`)
    blank()
    if (source[at] === '{') return group('}', depth, pair)
    if (source[at] === '[') return group(']', depth, value)
    if (source[at] === '"') return string('A text is not closed, or has a character that has to be escaped.')
    if (!take(literal)) stop(at === source.length ? 'It ends too early.' : `A value was expected, and here is ${shown()}.`)
  }

  function group(end: string, depth: number, entry: (depth: number) => void): void {
    at += 1
    blank()
    if (source[at] === end) return void (at += 1)
    for (;;) {
      entry(depth + 1)
      blank()
      if (source[at] === end) return void (at += 1)
      if (source[at] !== ',') stop(at === source.length ? `It ends before a ${end} that is still open.` : `A comma or ${end} was expected, and here is ${shown()}.`)
      at += 1
      blank()
      if (source[at] === end) stop('There is a comma behind the last entry.')
    }
  }

  function pair(depth: number): void {
    blank()
    if (source[at] !== '"') stop(`A name in double quotes was expected, and here is ${shown()}.`)
    string('A name is not closed, or has a character that has to be escaped.')
    blank()
    if (source[at] !== ':') stop(`A colon was expected behind the name, and here is ${shown()}.`)
    at += 1
    value(depth)
  }

  function string(why: string): void {
    if (!take(text)) stop(why)
  }

  function take(pattern: RegExp): boolean {
    pattern.lastIndex = at
    const length = pattern.exec(source)?.[0].length ?? 0
    at += length
    return length > 0
  }

  function blank(): void {
    while (source[at] === ' ' || source[at] === '\n' || source[at] === '\r' || source[at] === '\t') at += 1
    if (source.startsWith('//', at) || source.startsWith('/*', at)) stop('JSON has no comments.')
  }

  function shown(): string {
    const word = /^[^\s,:{}[\]]{1,20}|^./u.exec(source.slice(at))?.[0]
    return word === undefined ? 'its end' : word
  }

  function fault(why: string): JsonFault {
    return { line: source.slice(0, at).split('\n').length, why }
  }

  function stop(why: string): never {
    throw new Stop(fault(why))
  }
}

class Stop extends Error {
  readonly fault: JsonFault

  constructor(fault: JsonFault) {
    super(fault.why)
    this.fault = fault
  }
}
