// What a hostile request is in the corpus, and short ways to write one. Bytes are latin1: `\xNN` is one byte.

export type Outcome =
  /** One error answer, the connection closed, nothing at any dyno. */
  | 'refused'
  /** So many requests at the dyno, each answered, and not a byte more. */
  | 'passed'
  | 'passed twice'
  /** Refused or passed: both are safe, and HTTP leaves the choice. */
  | 'safe'
  /** It began to be passed on before the fault could be seen: no whole request at the dyno, and its connection is gone. */
  | 'cut'

export type Hostile = {
  readonly name: string
  readonly bytes: string
  readonly outcome: Outcome
  /** Of the error answer; 400 when absent. */
  readonly status?: readonly number[]
  /** Headers, in lower case, that the dyno must not see. */
  readonly without?: readonly string[]
  /** Headers as the dyno must see them, once. */
  readonly having?: Readonly<Record<string, string | RegExp>>
  /** What the dyno must see in the request line, and as body. */
  readonly target?: string
  readonly body?: string
}

type More = Omit<Hostile, 'name' | 'bytes' | 'outcome'>

export const host = 'Host: calm-sea-1.localhost'
export const smuggled = `GET /smuggled HTTP/1.1\r\n${host}\r\n\r\n`

export const hostile = (name: string, outcome: Outcome, bytes: string, more: More = {}): Hostile => ({ name, outcome, bytes, ...more })

/** A GET with these header lines after its Host. */
export const get = (...lines: string[]): string => `${['GET / HTTP/1.1', host, ...lines].join('\r\n')}\r\n\r\n`

export const post = (lines: readonly string[], body: string): string => `${['POST /post HTTP/1.1', host, ...lines].join('\r\n')}\r\n\r\n${body}`

export const chunked = (body: string, ...lines: string[]): string => post(['Transfer-Encoding: chunked', ...lines], body)
