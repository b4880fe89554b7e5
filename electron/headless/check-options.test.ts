import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseCheckOptions } from './check-options.ts'

describe('dynarium check', () => {
  it('checks the folder it is in, as text, and fails on what failed', () => {
    expect(parseCheckOptions([])).toEqual({ folder: process.cwd(), format: 'text', output: null, failOn: 'fail' })
  })
  it('takes a folder, a format, a file and what to fail on', () => {
    expect(parseCheckOptions(['app', '--format', 'sarif', '--output', 'out.sarif', '--fail-on', 'warn'])).toEqual({ folder: resolve('app'), format: 'sarif', output: resolve('out.sarif'), failOn: 'warn' })
  })
  it.each([[['a', 'b'], 'One folder at a time'], [['--format', 'xml'], 'choose text, json, sarif, junit'], [['--fail-on', 'never'], 'choose fail or warn'], [['--bogus'], 'bogus']])('refuses %j in words', (args, says) => {
    expect(() => parseCheckOptions(args)).toThrow(says)
  })
})
