import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { envPreview } from '../scene/env-preview.ts'
import { curlLine } from './curl-line.ts'
import { formatDotenv, parseDotenv } from './dotenv.ts'

const read = (text: string): Record<string, string> => Object.fromEntries(parseDotenv(text).flatMap((entry) => (entry.kind === 'var' ? [[entry.key, entry.value]] : [])))
const problems = (text: string): [number, string][] => parseDotenv(text).flatMap((entry) => (entry.kind === 'problem' ? [[entry.line, entry.why]] : []))

describe('a .env file', () => {
  test('comments, blank lines, export, blanks around the sign, Windows line ends', () => {
    expect(read('\ufeff# a comment\r\n\r\nexport A=1\r\n  B = two words  # not this\nC=#nothing\nD=a#b\nE=')).toEqual({ A: '1', B: 'two words', C: '', D: 'a#b', E: '' })
  })

  test('quotes keep blanks and signs; only double quotes know escapes', () => {
    expect(read(`A=" x # y "\nB='a\\nb'\nC="a\\nb\\t\\"c\\" \\\\ \\q"\nD=\`it's\` # said\nE="$HOME"`)).toEqual({ A: ' x # y ', B: 'a\\nb', C: 'a\nb\t"c" \\ \\q', D: "it's", E: '$HOME' })
  })

  test('quoted values go over lines, and lines are counted on', () => {
    expect(parseDotenv('PEM="-----BEGIN\nabc\n-----END"\nnonsense\nB=2')).toEqual([
      { kind: 'var', line: 1, key: 'PEM', value: '-----BEGIN\nabc\n-----END' },
      { kind: 'problem', line: 4, text: 'nonsense', why: 'There is no = in this line.' },
      { kind: 'var', line: 5, key: 'B', value: '2' },
    ])
  })

  test('a quote that is not closed costs its own line only', () => {
    expect(problems('A="open\nB=2')).toEqual([[1, 'The " that opens here is not closed.']])
    expect(read('A="open\nB=2')).toEqual({ B: '2' })
    expect(problems('A="x" y')).toEqual([[1, 'Something stands behind the closing ".']])
  })

  test('what is written is read back the same', () => {
    const key = fc.constantFrom('A', 'B_2', 'LONG_NAME', '_X')
    const value = fc.oneof(fc.string(), fc.constantFrom('\u0000ä☕\u2028', 'a\nb', "it's \"so\"\n", '$HOME \\n', ' x ', '#', '\r', 'a\\'))
    fc.assert(fc.property(fc.dictionary(key, value), (config) => {
      expect(read(formatDotenv(config))).toEqual({ ...config })
    }))
  })
})

describe('preview', () => {
  test('says of each line what it would do, and sets only what would change', () => {
    const preview = envPreview(parseDotenv('A=1\nB=2\nC=3\nPORT=80\n=5\nB=9\nbad'), { A: '1', B: '1' })
    expect(preview.rows.map(({ line, kind, why }) => [line, kind, why])).toEqual([
      [1, 'same', null], [2, 'refused', 'Line 6 sets it again; that one counts.'], [3, 'added', null], [4, 'refused', 'The platform sets this one itself. Choose another name.'],
      [5, 'refused', 'There is no name before the =.'], [6, 'changed', null], [7, 'refused', 'There is no = in this line.'],
    ])
    expect(preview.vars).toEqual({ B: '9', C: '3' })
    expect(preview.problem).toBeNull()
  })

  test('too much together is said', () => {
    expect(envPreview(parseDotenv(`A=${'x'.repeat(20_000)}`), { B: 'y'.repeat(20_000) }).problem).toContain('may take 32 KB')
  })
})

describe('a request as a line for a shell', () => {
  test('has method, host, port and path, whole for a shell', () => {
    expect(curlLine({ method: 'GET', host: 'tea.localhost', path: '/a?b=c&d' }, 7080)).toBe(`curl -i 'http://tea.localhost:7080/a?b=c&d'`)
    expect(curlLine({ method: 'POST', host: 'tea.localhost:9', path: "/it's" }, 7080)).toBe(`curl -i -X POST 'http://tea.localhost:9/it'\\''s'`)
    expect(curlLine({ method: 'HEAD', host: 'h', path: '/' }, null)).toBe(`curl -I 'http://h/'`)
  })
})
