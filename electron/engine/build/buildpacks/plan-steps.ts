// Words to write plans with.

import { detail, heading, warning } from '../build-output.ts'
import type { BuildStep } from '../../ports/build-host.ts'

type RunOptions = { readonly env?: Readonly<Record<string, string>>; readonly optional?: boolean }

export const step = (text: string): BuildStep => ({ kind: 'say', text: heading(text) })
export const note = (text: string): BuildStep => ({ kind: 'say', text: detail(text) })
export const warn = (text: string): BuildStep => ({ kind: 'say', text: warning(text) })

/** The label is what people see: the command itself unless it is long. */
export function run(argv: readonly [string, ...string[]], options: RunOptions & { readonly label?: string } = {}): BuildStep {
  const { label = argv.join(' '), ...rest } = options
  return { kind: 'run', label, argv, ...rest }
}

/** `.profile.d/<name>.sh`: sourced by every dyno after config vars are set, so a config var wins over a default here. */
export function profile(name: string, lines: readonly string[]): BuildStep {
  return { kind: 'write', path: `.profile.d/${name}.sh`, text: `${lines.join('\n')}\n` }
}

/** A config var of the app wins over what the buildpack would set. */
export const configured = (config: Readonly<Record<string, string>>, defaults: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(defaults).map(([key, value]) => [key, config[key] ?? value]))

export const exportDefault = (key: string, value: string): string => `export ${key}="\${${key}:-${value}}"`
export const exportPath = (folder: string): string => `export PATH="${folder}:$PATH"`
