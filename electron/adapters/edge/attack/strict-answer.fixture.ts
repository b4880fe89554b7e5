// What a client received, read as strictly as what a dyno received: every byte belongs to an answer, or the answers are ambiguous.

export type StrictAnswer = { readonly status: number; readonly headers: readonly (readonly [name: string, value: string])[]; readonly body: string }

export type Answers = {
  /** Final ones; 1xx are left out. */
  readonly answers: readonly StrictAnswer[]
  /** Bytes that do not make a whole answer yet. */
  readonly left: number
  /** null when all that came is well formed. */
  readonly trouble: string | null
}

/** `methods`: of the requests in order, as far as known; an answer to HEAD has no body. `closed`: nothing more will come. */
export function readAnswers(bytes: Buffer, closed: boolean, methods: readonly string[] = []): Answers {
  const answers: StrictAnswer[] = []
  const text = bytes.toString('latin1')
  let at = 0
  while (at < text.length) {
    const end = text.indexOf('\r\n\r\n', at)
    if (end === -1) return { answers, left: text.length - at, trouble: null }
    const [first = '', ...lines] = text.slice(at, end).split('\r\n')
    const status = Number(/^HTTP\/1\.[01] ([1-5][0-9]{2}) [\t\x20-\x7e\x80-\xff]*$/.exec(first)?.[1] ?? 0)
    if (status === 0) return { answers, left: text.length - at, trouble: `status line ${JSON.stringify(first.slice(0, 80))}` }
    const headers = lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])
    if (headers.some(([name]) => !/^[!#$%&'*+\-.^_`|~0-9a-z]+$/.test(name))) return { answers, left: text.length - at, trouble: 'header of an answer' }
    at = end + 4
    if (status >= 100 && status < 200 && status !== 101) continue
    const none = status === 204 || status === 304 || methods[answers.length] === 'HEAD'
    const body = none ? { text: '', next: at } : bodyOf(text, at, headers, closed)
    if (body === null) return { answers, left: text.length - at, trouble: null }
    if (typeof body === 'string') return { answers, left: text.length - at, trouble: body }
    answers.push({ status, headers, body: body.text })
    at = body.next
  }
  return { answers, left: 0, trouble: null }
}

/** null: not all there yet. A string: what is wrong. */
function bodyOf(text: string, at: number, headers: StrictAnswer['headers'], closed: boolean): { text: string; next: number } | string | null {
  const lengths = headers.filter(([name]) => name === 'content-length').map(([, value]) => value)
  const codings = headers.filter(([name]) => name === 'transfer-encoding').map(([, value]) => value.toLowerCase())
  if (lengths.length + codings.length > 1) return 'an answer framed more than once'
  if (codings.length === 1) return codings[0] === 'chunked' ? chunksOf(text, at) : `an answer in ${codings[0]}`
  const [length] = lengths
  if (length === undefined) return closed ? { text: text.slice(at), next: text.length } : null
  if (!/^[0-9]+$/.test(length)) return 'Content-Length of an answer'
  const next = at + Number(length)
  return text.length < next ? null : { text: text.slice(at, next), next }
}

function chunksOf(text: string, start: number): { text: string; next: number } | string | null {
  let body = ''
  let at = start
  for (;;) {
    const end = text.indexOf('\r\n', at)
    if (end === -1) return null
    const size = /^([0-9A-Fa-f]+)(?:;.*)?$/.exec(text.slice(at, end))?.[1]
    if (size === undefined) return `chunk of an answer ${JSON.stringify(text.slice(at, end).slice(0, 40))}`
    at = end + 2
    const length = Number.parseInt(size, 16)
    if (length === 0) {
      const last = text.startsWith('\r\n', at) ? at + 2 : text.indexOf('\r\n\r\n', at) + 4
      if (last === 3 || last > text.length) return null
      return { text: body, next: last }
    }
    if (text.length < at + length + 2) return null
    body += text.slice(at, at + length)
    if (!text.startsWith('\r\n', at + length)) return 'no CRLF after a chunk of an answer'
    at += length + 2
  }
}
