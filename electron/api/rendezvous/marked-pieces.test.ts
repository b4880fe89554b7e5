import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createMarkedPieces } from './marked-pieces.ts'

const mark = Buffer.from('\uffff').toString('latin1')
const line = `${mark} heroku-command-exit-status: 3\r\n`

function piecesOf(chunks: readonly string[]): string[] {
  const pieces = createMarkedPieces()
  return [...chunks.flatMap((chunk) => pieces.take(chunk)), pieces.rest()].filter((piece) => piece !== '')
}

it('lets output pass as it comes', () => {
  expect(piecesOf(['one', 'two\n', 'three'])).toEqual(['one', 'two\n', 'three'])
})

it('sends the line of the exit status whole and alone, wherever it was cut (RN6)', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), fc.array(fc.nat(80), { maxLength: 6 }), (before, cuts) => {
    const text = `${before}\n${line}`
    const at = [0, ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b), text.length]
    const pieces = piecesOf(at.slice(1).map((end, index) => text.slice(at[index], end)))
    expect(pieces).toContain(line)
    expect(pieces.join('')).toBe(text)
  }))
})

it('keeps nothing back that is no such line', () => {
  expect(piecesOf([`${mark}${'x'.repeat(300)}`, 'y'])).toEqual([`${mark}${'x'.repeat(300)}`, 'y'])
})
