// Reads answers of HTTP/1.1 from one connection, one after the other, and keeps of each only its status and whether the connection
// can be used again. The bodies are counted off and thrown away, which is why this is not node:http: it costs a quarter of it.

export type AnswerReader = {
  /** Takes what arrived; `done` of the options is called when an answer is whole. Throws an Error for what is no HTTP/1.1. */
  take(bytes: Buffer): void
  /** The other side closed: some answers end with that. */
  close(): void
}

export type AnswerReaderOptions = {
  readonly headBytes: number
  done(status: number, canBeKept: boolean): void
}

type Waiting =
  | { readonly for: 'head' }
  | { readonly for: 'body'; left: number }
  | { readonly for: 'chunk-size' }
  | { readonly for: 'chunk'; left: number }
  | { readonly for: 'trailer' }
  | { readonly for: 'close' }

const headEnd = Buffer.from('\r\n\r\n')
const lineEnd = Buffer.from('\r\n')
const none = Buffer.alloc(0)

export function createAnswerReader({ headBytes, done }: AnswerReaderOptions): AnswerReader {
  let waiting: Waiting = { for: 'head' }
  /** Of a head or a line that is not whole yet. */
  let rest: Buffer = none
  let status = 0
  let canBeKept = true

  function take(bytes: Buffer): void {
    let left: Buffer | null = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    rest = none
    while (left !== null && left.length > 0) left = step(left)
  }

  /** Takes off what it understands; null when it needs more. */
  function step(bytes: Buffer): Buffer | null {
    switch (waiting.for) {
      case 'head':
        return upTo(bytes, headEnd, readHead)
      case 'chunk-size':
        return upTo(bytes, lineEnd, readChunkSize)
      case 'trailer':
        return upTo(bytes, lineEnd, (line) => line === '' && finish())
      case 'body':
      case 'chunk': {
        const part = Math.min(waiting.left, bytes.length)
        waiting.left -= part
        if (waiting.left === 0) {
          if (waiting.for === 'body') finish()
          else waiting = { for: 'chunk-size' }
        }
        return bytes.subarray(part)
      }
      case 'close':
        return null
    }
  }

  function upTo(bytes: Buffer, mark: Buffer, read: (text: string) => void): Buffer | null {
    const end = bytes.indexOf(mark)
    if (end > headBytes || (end < 0 && bytes.length > headBytes)) throw new Error('the head of the answer is too long')
    if (end < 0) {
      rest = bytes
      return null
    }
    read(bytes.toString('latin1', 0, end))
    return bytes.subarray(end + mark.length)
  }

  function readHead(text: string): void {
    const [, minor, code] = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(text.slice(0, 16).split('\r\n')[0] ?? '') ?? []
    if (code === undefined) throw new Error('no answer of HTTP/1.1')
    const number = Number(code)
    // Hints and "go on" come before the answer.
    if (number >= 100 && number < 200 && number !== 101) return
    status = number
    const connection = field(text, 'connection')
    canBeKept = number !== 101 && minor === '1' ? !/\bclose\b/i.test(connection ?? '') : /\bkeep-alive\b/i.test(connection ?? '')
    const length = field(text, 'content-length')
    if (number === 204 || number === 304 || number === 101) finish()
    else if (/\bchunked\b/i.test(field(text, 'transfer-encoding') ?? '')) waiting = { for: 'chunk-size' }
    else if (length === null) waiting = { for: 'close' }
    else readBody(Number(length))
  }

  function readBody(length: number): void {
    if (!Number.isSafeInteger(length) || length < 0) throw new Error('no length of an answer')
    if (length === 0) finish()
    else waiting = { for: 'body', left: length }
  }

  function readChunkSize(line: string): void {
    // A chunk's own line end is counted with it.
    if (!/^[0-9a-f]{1,12}\s*(;|$)/i.test(line)) throw new Error('no size of a chunk')
    const size = Number.parseInt(line, 16)
    waiting = size === 0 ? { for: 'trailer' } : { for: 'chunk', left: size + lineEnd.length }
  }

  function finish(): void {
    waiting = { for: 'head' }
    done(status, canBeKept)
  }

  function close(): void {
    if (waiting.for !== 'close') return
    canBeKept = false
    finish()
  }

  return { take, close }
}

/** The value of a header, by its name in lower case. */
function field(head: string, name: string): string | null {
  return new RegExp(`\\r\\n${name}:[ \\t]*([^\\r]*)`, 'i').exec(head)?.[1]?.trim() ?? null
}
