// What a third-party buildpack's bin/release prints: YAML with `default_process_types` and `addons`. Heroku attaches the add-ons on
// an app's first deploy; we only show which ones it asked for. Older buildpacks also gave config_vars, which Heroku ignores today.

import { parse } from 'yaml'
import { processTypePattern } from '../../../shared/domain/app.ts'
import type { ProcessTypes } from './procfile.ts'

export type BuildpackRelease = { readonly defaultTypes: ProcessTypes; readonly addons: readonly string[] }

const nothing: BuildpackRelease = { defaultTypes: {}, addons: [] }
const maxChars = 64 * 1024
const maxAliases = 20

/** Throws Error when the text is not YAML: the buildpack is at fault, the caller says so. */
export function parseRelease(text: string): BuildpackRelease {
  if (text.trim() === '') return nothing
  if (text.length > maxChars) throw new Error(`bin/release printed over ${maxChars} characters`)
  const value: unknown = parse(text, { maxAliasCount: maxAliases })
  if (!isRecord(value)) return nothing
  return { defaultTypes: typesIn(value['default_process_types']), addons: addonsIn(value['addons']) }
}

function typesIn(value: unknown): ProcessTypes {
  if (!isRecord(value)) return {}
  const usable = Object.entries(value).filter((entry): entry is [string, string] => processTypePattern.test(entry[0]) && typeof entry[1] === 'string' && entry[1].trim() !== '')
  return Object.fromEntries(usable)
}

function addonsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((addon) => typeof addon === 'string') : []
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
