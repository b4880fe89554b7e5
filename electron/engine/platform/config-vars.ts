// Config vars: the app's settings, given to its processes as environment. A change makes a release and restarts the app. Keys follow
// Heroku's config var policy; those the platform sets itself are refused; keys and values together take at most 32 KB.

import { configKeyPattern, configMaxBytes, reservedConfigKeyPattern, type App } from '../../../shared/domain/app.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'

/** null removes a key. */
export type ConfigChanges = Readonly<Record<string, string | null>>

/** The part of `wanted` that changes anything. Refuses keys and sizes that are not allowed, removing what is not there, and what add-ons set: `attached`. */
export function decideConfigChanges(app: Pick<App, 'name' | 'config'>, wanted: ConfigChanges, attached: App['config'] = {}): ConfigChanges {
  for (const [key, value] of Object.entries(wanted)) check(app, key, value)
  const changes = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => value !== app.config[key]))
  const attachedKey = Object.keys(changes).find((key) => Object.hasOwn(attached, key))
  if (attachedKey !== undefined) throw new PlatformError('config-key-attached', { key: attachedKey, app: app.name })
  const bytes = sizeOf({ ...app.config, ...changes })
  if (bytes > configMaxBytes) throw new PlatformError('config-too-large', { app: app.name, bytes, limit: configMaxBytes })
  return changes
}

/** What turns one set of config vars into another: for a rollback. */
export function configDifference(from: App['config'], to: App['config']): ConfigChanges {
  const removed = Object.keys(from).filter((key) => !Object.hasOwn(to, key))
  const changed = Object.entries(to).filter(([key, value]) => value !== from[key])
  return Object.fromEntries([...removed.map((key) => [key, null] as const), ...changed])
}

/** `Set FOO, BAR config vars`: names only, never values. */
export function describeConfigChanges(changes: ConfigChanges): string {
  const keys = Object.keys(changes)
  const set = keys.filter((key) => changes[key] !== null)
  const removed = keys.filter((key) => changes[key] === null)
  const parts = [set.length === 0 ? '' : `set ${inWords(set)}`, removed.length === 0 ? '' : `remove ${inWords(removed)}`]
  const text = parts.filter((part) => part !== '').join(' and ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)} config vars`
}

function check(app: Pick<App, 'name' | 'config'>, key: string, value: string | null): void {
  if (value === null) {
    if (!Object.hasOwn(app.config, key)) throw new PlatformError('config-key-missing', { app: app.name, key })
    return
  }
  if (!configKeyPattern.test(key)) throw new PlatformError('config-key-invalid', { key })
  if (reservedConfigKeyPattern.test(key)) throw new PlatformError('config-key-reserved', { key })
  // No operating system can hand a NUL to a process, so the app would never start again.
  if (value.includes('\0')) throw new PlatformError('input-invalid', { call: 'config:set', why: `the value of ${key} has a NUL character` })
}

const maxNames = 10

function inWords(keys: readonly string[]): string {
  const more = keys.length - maxNames
  return more <= 0 ? keys.join(', ') : `${keys.slice(0, maxNames).join(', ')} and ${more} more`
}

function sizeOf(config: ConfigChanges): number {
  let bytes = 0
  for (const [key, value] of Object.entries(config)) if (value !== null) bytes += utf8Bytes(key) + utf8Bytes(value)
  return bytes
}

function utf8Bytes(text: string): number {
  let bytes = 0
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return bytes
}
