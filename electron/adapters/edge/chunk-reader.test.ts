import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChunkReader } from './chunk-reader.ts'
import type { FieldLimits } from './field-scan.ts'
import { cutsIn, damaged, head, latin, line, partsOf, valueText } from './message-text.fixture.ts'

const roomy: FieldLimits = { lineBytes: 8192, nameBytes: 1000, maxFields: 1000 }
/** Names that mean something to the router, and so are no trailers to pass on. */
const framing = ['host', 'transfer-encoding', 'content-length', 'te', 'connection', 'set-cookie']

type Read = { readonly kind: 'done' | 'bad' | 'more'; readonly data: string; readonly trailers: string; readonly end: number }

function read(text: string, cuts: readonly number[] = [], reader = new ChunkReader(roomy)): Read {
  reader.begin()
  let data = ''
  let end = 0
  for (const part of partsOf(text, cuts)) {
    // The bytes lie somewhere in a buffer, among others.
    const stopped = reader.read(latin(`5\r\n${part}\r\n0\r\n\r\n`), 3, 3 + part.length, { chunkData: (bytes, from, to) => void (data += bytes.toString('latin1', from, to)) })
    end += stopped - 3
    if (reader.isDone || reader.isBad) break
    expect(stopped).toBe(3 + part.length)
  }
  const kind = reader.isDone ? 'done' : reader.isBad ? 'bad' : 'more'
  return { kind, data, trailers: reader.trailers, end: kind === 'done' ? end : -1 }
}

/** The same by patterns, of the whole text at once. */
function plainly(text: string, data = ''): Omit<Read, 'end'> {
  const size = /^([0-9a-f]{1,12})(?:;[\t\x20-\x7e\x80-\xff]{0,4096})?\r\n/i.exec(text)
  if (size === null) return { kind: /^(?:[0-9a-f]{1,12}(?:;[\t\x20-\x7e\x80-\xff]{0,4096})?\r?)?$/i.test(text) ? 'more' : 'bad', data, trailers: '' }
  const length = Number.parseInt(size[1] ?? '', 16)
  const rest = text.slice(size[0].length)
  if (length === 0) return { ...plainTrailers(rest), data }
  const given = data + rest.slice(0, length)
  const after = rest.slice(length)
  if (after.startsWith('\r\n')) return plainly(after.slice(2), given)
  return { kind: after === '' || after === '\r' ? 'more' : 'bad', data: given, trailers: '' }
}

function plainTrailers(text: string): Pick<Read, 'kind' | 'trailers'> {
  const lines = /^((?:[\w!#$%&'*+\-.^`|~]+:[\t\x20-\x7e\x80-\xff]*\r\n)*)\r\n/.exec(text)
  if (lines !== null) return { kind: 'done', trailers: (lines[1] ?? '').split(/(?<=\r\n)/).filter((one) => !framing.includes(one.slice(0, one.indexOf(':')).toLowerCase())).join('') }
  return { kind: /^(?:[\w!#$%&'*+\-.^`|~]+:[\t\x20-\x7e\x80-\xff]*\r\n)*(?:[\w!#$%&'*+\-.^`|~]+(?::[\t\x20-\x7e\x80-\xff]*\r?)?|\r)?$/.test(text) ? 'more' : 'bad', trailers: '' }
}

const sized = (length: number, zeros: number, capitals: boolean): string => {
  const digits = '0'.repeat(zeros) + length.toString(16)
  return capitals ? digits.toUpperCase() : digits
}
const extension = fc.option(valueText(10).map((text) => `;${text}`), { nil: '' })
const bytesText = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => String.fromCharCode(...bytes))
const chunk = fc.record({ data: bytesText, zeros: fc.nat(4), capitals: fc.boolean(), extension })
const trailers = fc.array(line(framing), { maxLength: 4 })
type Chunk = { readonly data: string; readonly zeros: number; readonly capitals: boolean; readonly extension: string }
const framed = (list: readonly Chunk[]): string => list.map(({ data, zeros, capitals, extension: more }) => `${sized(data.length, zeros, capitals)}${more}\r\n${data}\r\n`).join('')

describe('the reader of chunks', () => {
  it('gives the data and the trailers, and stops where the body ends, wherever the bytes are cut (RT6)', () => {
    fc.assert(fc.property(fc.array(chunk, { maxLength: 6 }), fc.nat(11), extension, trailers, fc.string(), cutsIn(500), (chunks, zeros, last, lines, next, cuts) => {
      const text = `${framed(chunks)}${'0'.repeat(zeros + 1)}${last}\r\n${head(lines)}`
      const kept = lines.filter(({ name }) => !framing.includes(name.toLowerCase()))
      expect(read(text + next, cuts)).toEqual({ kind: 'done', data: chunks.map(({ data }) => data).join(''), trailers: head(kept).slice(0, -2), end: text.length })
    }), { numRuns: 500 })
  })

  it('says the same as patterns do of any text, however damaged, wherever it is cut (RT80, RT81)', () => {
    const whole = fc.tuple(fc.array(chunk, { maxLength: 3 }), extension, trailers).map(([chunks, last, lines]) => `${framed(chunks)}0${last}\r\n${head(lines)}`)
    fc.assert(fc.property(damaged(whole), cutsIn(300), (text, cuts) => {
      const { end: _, ...said } = read(text, cuts)
      expect(said).toEqual(plainly(text))
    }), { numRuns: 3000 })
  })

  it('refuses every byte that may not stand where it stands in the frame (RT81)', () => {
    const text = '2;x\r\nab\r\n0\r\nX: 1\r\n\r\n'
    for (let place = 0; place < text.length; place++) {
      for (let byte = 0; byte < 256; byte++) {
        const changed = text.slice(0, place) + String.fromCharCode(byte) + text.slice(place + 1)
        const { end: _, ...said } = read(changed)
        expect([changed, said]).toEqual([changed, plainly(changed)])
      }
    }
  })

  it.each([
    ['no size', '\r\nab\r\n0\r\n\r\n'], ['a size of blanks', ' \r\n'], ['a blank before the size', ' 2\r\nab\r\n0\r\n\r\n'], ['a blank behind the size', '2 \r\nab\r\n0\r\n\r\n'], ['a sign', '+2\r\nab\r\n0\r\n\r\n'],
    ['a size with 0x', '0x2\r\nab\r\n0\r\n\r\n'], ['an underscore', '1_0\r\n'], ['LF behind the size', '2\nab\r\n0\r\n\r\n'], ['LF behind the data', '2\r\nab\n0\r\n\r\n'], ['more data than was said', '2\r\nabc\r\n0\r\n\r\n'],
    ['CR CR LF', '2\r\r\nab\r\n0\r\n\r\n'], ['LF in an extension', '2;a\nb\r\nab\r\n0\r\n\r\n'], ['NUL in an extension', '2;\0\r\nab\r\n0\r\n\r\n'], ['a bare LF in the trailers', '0\r\nA: 1\n\r\n'], ['a folded trailer', '0\r\nA: 1\r\n 2\r\n\r\n'],
    ['LF for the last line', '0\r\n\n'],
  ])('refuses %s (RT80, RT81)', (_, text) => {
    expect(read(text).kind).toBe('bad')
    expect(read(text, Array.from({ length: text.length }, (__, at) => at)).kind).toBe('bad')
  })

  it('takes twelve digits of a size and 4096 bytes of an extension, for each chunk, and no more', () => {
    fc.assert(fc.property(cutsIn(60), (cuts) => {
      expect(read(`00000000000a\r\n${'x'.repeat(10)}\r\n000000000000\r\n\r\n`, cuts)).toMatchObject({ kind: 'done', data: 'x'.repeat(10) })
      expect(read(`000000000000a\r\n${'x'.repeat(10)}\r\n0\r\n\r\n`, cuts)).toMatchObject({ kind: 'bad', data: '' })
      expect(read('ffffffffffff\r\nx', cuts)).toMatchObject({ kind: 'more', data: 'x' })
      const most = ';'.repeat(1 + 4096)
      expect(read(`1${most}\r\na\r\n1${most}\r\nb\r\n0${most}\r\n\r\n`, cuts)).toMatchObject({ kind: 'done', data: 'ab' })
      expect(read(`1${most};\r\na\r\n0\r\n\r\n`, cuts).kind).toBe('bad')
      expect(read(`1${most};`, cuts).kind).toBe('bad')
    }))
  })

  it('takes 64 KiB of trailers, however they come, and holds no more (RT6)', () => {
    const limit = 64 * 1024
    const lines = `X: ${'x'.repeat(8000)}\r\n`.repeat(8)
    const trailing = (bytes: number): string => `0\r\n${lines}Y: ${'y'.repeat(bytes - lines.length - 7)}\r\n\r\n`
    expect(trailing(limit)).toHaveLength(3 + limit)
    for (const cuts of [[], [3], [60_000], [limit], [limit + 2], [limit + 3]]) {
      expect([cuts, read(trailing(limit), cuts).kind]).toEqual([cuts, 'done'])
      expect([cuts, read(trailing(limit + 1), cuts).kind]).toEqual([cuts, 'bad'])
      expect([cuts, read(trailing(limit + 5000), cuts).kind]).toEqual([cuts, 'bad'])
      expect([cuts, read(trailing(limit + 4).slice(0, -4), cuts).kind]).toEqual([cuts, 'more'])
      expect([cuts, read(trailing(limit + 5).slice(0, -4), cuts).kind]).toEqual([cuts, 'bad'])
    }
  })

  it('holds trailers to the limits of header lines (RT83)', () => {
    const reader = new ChunkReader({ lineBytes: 50, nameBytes: 10, maxFields: 3 })
    const said = (lines: string): string => read(`0\r\n${lines}\r\n`, [], reader).kind
    expect([said(`A:${'v'.repeat(48)}\r\n`), said(`A:${'v'.repeat(49)}\r\n`)]).toEqual(['done', 'bad'])
    expect([said(`${'n'.repeat(10)}:\r\n`), said(`${'n'.repeat(11)}:\r\n`)]).toEqual(['done', 'bad'])
    expect([said('A: 1\r\n'.repeat(3)), said('A: 1\r\n'.repeat(4))]).toEqual(['done', 'bad'])
  })

  it('begins anew for the next body, whatever became of the last', () => {
    const reader = new ChunkReader(roomy)
    for (const before of ['0\r\nA: 1\r\n\r\n', '5\r\nab', '000000000000', '1;xx', '0\r\nB: 2', 'x']) {
      read(before, [], reader)
      expect(read('2\r\nab\r\n0\r\nC: 3\r\n\r\n', [], reader)).toEqual({ kind: 'done', data: 'ab', trailers: 'C: 3\r\n', end: 18 })
    }
  })
})
