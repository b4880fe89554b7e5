import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createIndenter } from './build-output.ts'

function indent(...chunks: string[]): string {
  let printed = ''
  const indenter = createIndenter((text) => (printed += text))
  for (const chunk of chunks) indenter.write(chunk)
  indenter.flush()
  return printed
}

describe('output of programs', () => {
  it('is indented by seven spaces, line by line', () => {
    expect(indent('one\ntw', 'o\n', '\nthree')).toBe('       one\n       two\n\n       three\n')
  })

  it('keeps the last state of a progress bar', () => {
    expect(indent('10%\r50%\r100%\r\ndone\r\n')).toBe('       100%\n       done\n')
  })

  it('does not wait for ever for the end of a line', () => {
    let printed = ''
    const indenter = createIndenter((text) => (printed += text))
    indenter.write('x'.repeat(5000))
    expect(printed.length).toBeGreaterThan(5000)
  })

  it('does not depend on where the chunks are cut', () => {
    fc.assert(fc.property(fc.array(fc.stringMatching(/^[ -~\n]{0,30}$/), { maxLength: 10 }), (chunks) => {
      expect(indent(...chunks)).toBe(indent(chunks.join('')))
    }))
  })
})
