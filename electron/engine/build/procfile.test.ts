import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeProcessTypes, parseProcfile } from './procfile.ts'

describe('Procfile', () => {
  it('one type and command a line, in order', () => {
    expect(Object.entries(parseProcfile('web: node web.js --port $PORT\nworker:node worker.js\nrelease:   ./migrate: all  \n'))).toEqual([
      ['web', 'node web.js --port $PORT'], ['worker', 'node worker.js'], ['release', './migrate: all'],
    ])
  })

  it('skips blank lines and comments, and takes any line ends', () => {
    expect(parseProcfile('\uFEFF# processes\r\n\r\nweb: a\r   \n  worker-2 : b')).toEqual({ 'web': 'a', 'worker-2': 'b' })
  })

  it.each([
    ['web node web.js', 1, 'web node web.js'],
    ['web: a\n\nworker:\n', 3, 'worker:'],
    ['web: a\nweb: b', 2, 'web stands on an earlier line already.'],
    ['# x\nwéb: a', 2, 'wéb: a'],
    ['__web: a', 1, '__web can not be the name of a process type.'],
    [`${'w'.repeat(129)}: a`, 1, `${'w'.repeat(80)}...`],
  ])('refuses %j by its line', (text, line, shown) => {
    expect(() => parseProcfile(text)).toThrow(expect.objectContaining({ code: 'procfile-invalid', params: { line, text: shown.startsWith('www') ? expect.stringMatching(/^w{80}\.\.\.$/) : shown } }))
  })

  it('what is written is read back', () => {
    const type = fc.stringMatching(/^[A-Za-z][\w-]{0,20}$/)
    const command = fc.stringMatching(/^[!-~]([ -~]{0,40}[!-~])?$/)
    fc.assert(fc.property(fc.dictionary(type, command, { maxKeys: 20, noNullPrototype: true }), (types) => {
      const text = Object.entries(types).map(([name, line]) => `${name}: ${line}`).join('\n')
      expect(parseProcfile(text)).toEqual(types)
    }))
  })

  it('never hangs or breaks on any text', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => {
      try {
        parseProcfile(text)
      } catch (error) {
        expect(error).toMatchObject({ code: 'procfile-invalid' })
      }
    }))
  })

  it('wins over a buildpack\'s defaults, name by name', () => {
    expect(mergeProcessTypes({ web: 'mine' }, { web: 'default', rake: 'rake' })).toEqual({ web: 'mine', rake: 'rake' })
  })
})
