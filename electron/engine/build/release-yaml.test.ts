import { describe, expect, it } from 'vitest'
import { parseRelease } from './release-yaml.ts'

describe('bin/release', () => {
  it('gives default types and add-ons', () => {
    expect(parseRelease('---\naddons:\n  - heroku-postgresql\ndefault_process_types:\n  web: bin/server -p $PORT\n  console: bin/console\n')).toEqual({
      defaultTypes: { web: 'bin/server -p $PORT', console: 'bin/console' }, addons: ['heroku-postgresql'],
    })
  })

  it.each(['', '\n', '--- {}\n', 'hello', '- 1', 'addons: no\ndefault_process_types: []', 'default_process_types:\n  "bad name": x\n  web: 7\n  worker: " "'])('finds nothing to use in %j', (text) => {
    expect(parseRelease(text)).toEqual({ defaultTypes: {}, addons: [] })
  })

  it.each(['web: [', 'a: b\n c: d', `x: ${'y'.repeat(70_000)}`])('refuses what is no YAML or too long', (text) => {
    expect(() => parseRelease(text)).toThrow()
  })
})
