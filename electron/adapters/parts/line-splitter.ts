// Bytes in, lines out. A line longer than the limit is split between characters; bytes that are not UTF-8 become replacement
// characters, as a log has to show them somehow.

export type LineSplitter = {
  /** Makes at most `room` lines of it; those after that are only counted. */
  feed(chunk: Buffer, room: number): { readonly lines: string[]; readonly lost: number }
  /** The last line, which has no end yet, or null. */
  flush(): string | null
  readonly hasRest: () => boolean
}

const newline = 0x0a
const carriageReturn = 0x0d
const empty = Buffer.alloc(0)

export function createLineSplitter(maxBytes: number): LineSplitter {
  let rest: Buffer = empty

  function feed(chunk: Buffer, room: number): { lines: string[]; lost: number } {
    const lines: string[] = []
    let lost = 0
    const keep = (line: Buffer): void => {
      if (lines.length < room) lines.push(line.toString('utf8'))
      else lost++
    }
    for (let start = 0; start < chunk.length;) {
      const end = chunk.indexOf(newline, start)
      const piece = chunk.subarray(start, end === -1 ? chunk.length : end)
      let line = rest.length === 0 ? piece : Buffer.concat([rest, piece])
      while (line.length > maxBytes) {
        const cut = characterStart(line, maxBytes)
        keep(line.subarray(0, cut))
        line = line.subarray(cut)
      }
      if (end === -1) {
        // A copy: a view would keep the whole chunk alive.
        rest = Buffer.from(line)
        break
      }
      keep(withoutReturn(line))
      rest = empty
      start = end + 1
    }
    return { lines, lost }
  }

  function flush(): string | null {
    if (rest.length === 0) return null
    const line = withoutReturn(rest).toString('utf8')
    rest = empty
    return line
  }

  return { feed, flush, hasRest: () => rest.length > 0 }
}

function withoutReturn(line: Buffer): Buffer {
  return line.length > 0 && line[line.length - 1] === carriageReturn ? line.subarray(0, line.length - 1) : line
}

/** The largest index up to `at` where a character begins; at most three bytes back. */
function characterStart(line: Buffer, at: number): number {
  for (let index = at; index > at - 4; index--) if (((line[index] ?? 0) & 0xc0) !== 0x80) return index
  return at
}
