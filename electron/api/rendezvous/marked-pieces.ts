// `heroku run -x` learns the exit status from a line of the output that begins with U+FFFF, and looks for it in one chunk at a time. So
// such a line goes out alone and whole, however the program's output was cut on its way.

export type MarkedPieces = {
  /** What can go out now, each piece in a chunk of its own. One character a byte. */
  take(text: string): string[]
  /** What was kept back for a line that may still end. */
  rest(): string
}

/** U+FFFF in UTF-8. */
const mark = '\u00ef\u00bf\u00bf'
/** A longer line is none of the CLI's. */
const lineMax = 200

export function createMarkedPieces(): MarkedPieces {
  let kept = ''

  function take(text: string): string[] {
    kept += text
    const pieces: string[] = []
    for (let piece = next(); piece !== ''; piece = next()) pieces.push(piece)
    return pieces
  }

  function next(): string {
    const at = kept.indexOf(mark)
    if (at !== 0) return cut(at > 0 ? at : kept.length - begunMark(kept))
    const end = kept.indexOf('\n')
    return end >= 0 ? cut(end + 1) : cut(kept.length > lineMax ? kept.length : 0)
  }

  function cut(length: number): string {
    const piece = kept.slice(0, length)
    kept = kept.slice(length)
    return piece
  }

  return { take, rest: () => cut(kept.length) }
}

/** How many characters at its end may be the beginning of a mark. */
function begunMark(text: string): number {
  return text.endsWith(mark.slice(0, 2)) ? 2 : Number(text.endsWith(mark.slice(0, 1)))
}
