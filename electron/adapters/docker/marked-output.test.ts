import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMarkedOutput } from './marked-output.ts'

const mark = Buffer.from('\u0001mark\u0002')

function reader(): { take(bytes: Buffer): void; printed(): string; statuses: number[] } {
  const pieces: Buffer[] = []
  const statuses: number[] = []
  const output = createMarkedOutput(mark, { printed: (bytes) => pieces.push(Buffer.from(bytes)), ended: (status) => statuses.push(status) })
  return { take: output.take, printed: () => Buffer.concat(pieces).toString('latin1'), statuses }
}

describe('output up to a mark', () => {
  it('BC2 is whole however the bytes arrive, and the status comes once', () => {
    const text = fc.array(fc.constantFrom('a', '\u0001', '\u0001mark', '\u0001\u0001mar', '\n', 'k\u0002'), { maxLength: 12 }).map((parts) => parts.join('')).filter((one) => !one.includes(mark.toString()))
    fc.assert(fc.property(text, fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 30 }), (printed, sizes) => {
      // The last bytes of the output may look like the beginning of a mark.
      if (`${printed}${mark.toString()}`.indexOf(mark.toString()) !== printed.length) return
      const bytes = Buffer.from(`${printed}${mark.toString()}143\nlate`, 'latin1')
      const read = reader()
      let at = 0
      for (const size of sizes) read.take(bytes.subarray(at, (at += size)))
      read.take(bytes.subarray(at))
      expect(read.printed()).toBe(printed)
      expect(read.statuses).toEqual([143])
    }))
  })

  it('BC2 is passed on at once but for what may be the mark', () => {
    const read = reader()
    read.take(Buffer.from('ready?'))
    expect(read.printed()).toBe('ready?')
    read.take(Buffer.from(' \u0001mar'))
    expect(read.printed()).toBe('ready? ')
    read.take(Buffer.from('x'))
    expect(read.printed()).toBe('ready? \u0001marx')
  })
})
