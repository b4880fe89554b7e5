import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FieldScan, type Field, type FieldKind, type FieldLimits, type ScanResult } from './field-scan.ts'
import { cutsIn, damaged, head, isNameByte, isValueByte, latin, line, partsOf } from './message-text.fixture.ts'

const roomy: FieldLimits = { lineBytes: 8192, nameBytes: 1000, maxFields: 1000 }
const known: Record<Exclude<FieldKind, 'other'>, true> = {
  te: true, via: true, host: true, expect: true, cookie: true, trailer: true, upgrade: true, connection: true, 'keep-alive': true, 'set-cookie': true, 'x-request-id': true, 'content-length': true,
  'http2-settings': true, 'x-forwarded-for': true, 'x-request-start': true, 'proxy-connection': true, 'x-forwarded-port': true, 'transfer-encoding': true, 'x-forwarded-proto': true,
  'proxy-authenticate': true, 'proxy-authorization': true, 'connect-time': true, 'total-route-time': true,
}
const kindOf = (name: string): FieldKind => (Object.hasOwn(known, name.toLowerCase()) ? (name.toLowerCase() as FieldKind) : 'other')

const stale = '\r\nHost: stale\r\n\r\n'

type Scanned = { readonly result: ScanResult; readonly fields: readonly Field[]; readonly count: number; readonly end: number }

/** As the bytes come in: at each cut the scan is asked again, the message lies somewhere else by then, and behind it is what was there before. */
function scan(text: string, { cuts = [], limits = roomy, at = 0 }: { cuts?: readonly number[]; limits?: FieldLimits; at?: number } = {}): Scanned {
  const scanner = new FieldScan(limits)
  scanner.begin(at)
  let result: ScanResult = 'more'
  let arrived = 0
  for (const part of partsOf(text, cuts)) {
    arrived += part.length
    const base = arrived % 7
    result = scanner.run(latin(`${'\r\n'.repeat(7).slice(0, base)}${text.slice(0, arrived)}${stale}`), base, base + arrived)
    if (result !== 'more') break
  }
  return { result, fields: scanner.fields, count: scanner.count, end: result === 'done' ? scanner.end : -1 }
}

const verdict = (text: string, limits?: Partial<FieldLimits>): ScanResult => scan(text, { limits: { ...roomy, ...limits } }).result

describe('the scan of header lines', () => {
  it('finds the fields that mean something, in order, wherever the bytes are cut', () => {
    fc.assert(fc.property(fc.array(line(Object.keys(known)), { maxLength: 12 }), cutsIn(400), fc.constantFrom('', 'GET / HTTP/1.1\r\n'), fc.string(), (lines, cuts, first, rest) => {
      const text = `${first}${head(lines)}`
      const { result, fields, count, end } = scan(text + rest, { cuts, at: first.length })
      expect(result).toBe('done')
      expect(end).toBe(text.length)
      expect(count).toBe(lines.length)
      const told = lines.filter(({ name }) => kindOf(name) !== 'other')
      expect(fields.map(({ kind, start, valueStart, valueEnd, end: to }) => [kind, text.slice(start, to), text.slice(valueStart, valueEnd)]))
        .toEqual(told.map(({ name, value }) => [kindOf(name), `${name}:${value}\r\n`, value.replace(/^[ \t]+|[ \t]+$/g, '')]))
    }))
  })

  it('knows a name in any case, and none that is only like it', () => {
    fc.assert(fc.property(fc.constantFrom(...Object.keys(known)), fc.nat(20), fc.nat(255), (name, place, byte) => {
      const other = `${name.slice(0, place)}${String.fromCharCode(byte)}${name.slice(place + 1)}`
      for (const said of [name, name.toUpperCase(), other, `${name}x`, `x${name}`, name.slice(1)]) {
        if (![...said].every(isNameByte) || said === '') continue
        expect(scan(`${said}: v\r\n\r\n`).fields.map(({ kind }) => kind)).toEqual(kindOf(said) === 'other' ? [] : [kindOf(said)])
      }
    }))
  })

  it('says the same of any text, however damaged, wherever it is cut (RT81)', () => {
    const limits: FieldLimits = { lineBytes: 40, nameBytes: 12, maxFields: 4 }
    fc.assert(fc.property(damaged(fc.array(line(['host', 'te', 'cookie']), { maxLength: 6 }).map(head)), cutsIn(200), (text, cuts) => {
      const whole = scan(text, { limits })
      const cut = scan(text, { cuts, limits })
      expect(cut.result).toBe(whole.result)
      if (whole.result !== 'more') expect(cut).toEqual(whole)
    }), { numRuns: 2000 })
  })

  it('takes every byte that may stand in a name or a value, and no other (RT81)', () => {
    for (let byte = 0; byte < 256; byte++) {
      const character = String.fromCharCode(byte)
      const [inName, inValue] = [verdict(`X${character}Y: v\r\n\r\n`), verdict(`X: a${character}b\r\n\r\n`)]
      expect([byte, inName]).toEqual([byte, isNameByte(character) || character === ':' ? 'done' : 'bad'])
      expect([byte, inValue]).toEqual([byte, isValueByte(character) ? 'done' : 'bad'])
    }
  })

  it.each([
    ['a bare LF', 'A: 1\nB: 2\r\n\r\n'], ['a bare LF for the blank line', 'A: 1\r\n\n'], ['a bare CR', 'A: 1\rB: 2\r\n\r\n'], ['CR CR LF', 'A: 1\r\r\n\r\n'], ['LF LF', 'A: 1\n\n\r\n'], ['NUL LF', 'A: 1\0\n\r\n'], ['LF CR', 'A: 1\n\r\r\n'],
    ['a folded line', 'A: 1\r\n 2\r\n\r\n'], ['a line folded by a tab', 'A: 1\r\n\t2\r\n\r\n'], ['a fold before anything else', ' A: 1\r\n\r\n'],
    ['a blank before the colon', 'A : 1\r\n\r\n'], ['a tab before the colon', 'A\t: 1\r\n\r\n'], ['no colon', 'A\r\n\r\n'], ['no name', ': 1\r\n\r\n'],
    ['NUL in a name', 'A\0: 1\r\n\r\n'], ['NUL in a value', 'A: 1\x002\r\n\r\n'], ['NUL for a line', '\0\r\n\r\n'], ['a CR and no LF at the end', 'A: 1\r\n\rX'],
  ])('refuses %s (RT81)', (_, text) => {
    expect(verdict(text)).toBe('bad')
    expect(scan(text, { cuts: Array.from({ length: text.length }, (__, at) => at) }).result).toBe('bad')
  })

  it('takes a name, a line and a number of lines up to the limit, and says what is over it before the end of the line is there (RT83)', () => {
    const limits: FieldLimits = { lineBytes: 50, nameBytes: 10, maxFields: 3 }
    fc.assert(fc.property(cutsIn(120), (cuts) => {
      const said = (text: string): ScanResult => scan(text, { cuts, limits }).result
      expect(said(`${'n'.repeat(10)}: 1\r\n\r\n`)).toBe('done')
      expect(said('n'.repeat(10))).toBe('more')
      expect(said('n'.repeat(11))).toBe('too-long')
      expect(said(`A:${'v'.repeat(48)}\r\n\r\n`)).toBe('done')
      expect(said(`A:${'v'.repeat(48)}`)).toBe('more')
      expect(said(`A:${'v'.repeat(49)}`)).toBe('too-long')
      expect(said(`${'A: 1\r\n'.repeat(3)}\r\n`)).toBe('done')
      expect(said('A: 1\r\n'.repeat(4))).toBe('too-many')
    }))
  })

  it('begins anew for the next message', () => {
    const scanner = new FieldScan(roomy)
    for (const host of ['one', 'another']) {
      const text = `Host: ${host}\r\nX: 1\r\n\r\n`
      scanner.begin(0)
      expect(scanner.run(latin(text), 0, text.length)).toBe('done')
      expect([scanner.count, scanner.end]).toEqual([2, text.length])
      expect(scanner.fields.map(({ valueStart, valueEnd }) => text.slice(valueStart, valueEnd))).toEqual([host])
    }
  })
})
