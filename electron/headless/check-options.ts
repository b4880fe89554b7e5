import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { scorecardFormats, type ScorecardFormat } from '../../shared/factors/formats.ts'

export type CheckOptions = {
  /** Absolute. */
  readonly folder: string
  readonly format: ScorecardFormat
  /** Absolute; null: standard output. */
  readonly output: string | null
  readonly failOn: 'fail' | 'warn'
}

export const checkUsage = `Usage: dynarium check [DIR] [--format text|json|sarif|junit] [--output FILE] [--fail-on fail|warn]

Checks the twelve factors of the app in DIR (default: here) by running two copies of it on a platform of their own, which is gone
afterwards. What no run showed is unknown.

  --format KIND     text (default), json, sarif (SARIF 2.1.0) or junit (JUnit XML)
  --output FILE     write it there; progress and a summary still go to standard error
  --fail-on KIND    fail (default): a failed factor gives status 1. warn: a warning does, too

Status: 0 nothing failed, 1 a factor failed, 2 the check could not be run.
`

/** Throws Error with a sentence for people. */
export function parseCheckOptions(args: readonly string[]): CheckOptions {
  const { values, positionals } = parseArgs({ args: [...args], strict: true, allowPositionals: true, options: { format: { type: 'string' }, output: { type: 'string' }, 'fail-on': { type: 'string' } } })
  if (positionals.length > 1) throw new Error(`One folder at a time: ${positionals.join(', ')}.`)
  const format = scorecardFormats.find((one) => one === (values.format ?? 'text'))
  if (format === undefined) throw new Error(`--format ${values.format}: choose ${scorecardFormats.join(', ')}.`)
  const failOn = values['fail-on'] ?? 'fail'
  if (failOn !== 'fail' && failOn !== 'warn') throw new Error(`--fail-on ${failOn}: choose fail or warn.`)
  return { folder: resolve(positionals[0] ?? '.'), format, output: values.output === undefined ? null : resolve(values.output), failOn }
}
