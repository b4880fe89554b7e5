// Questions about a source tree.

import type { SourceTree } from '../../ports/build-host.ts'

export const has = (tree: SourceTree, path: string): boolean => tree.paths.includes(path)

export const hasFolder = (tree: SourceTree, folder: string): boolean => tree.paths.some((path) => path.startsWith(`${folder}/`))

/** The first of `names` that is in the root, in the order of `names`. */
export function firstOf(tree: SourceTree, names: readonly string[]): string | null {
  const root = new Set(tree.paths.filter((path) => !path.includes('/')))
  return names.find((name) => root.has(name)) ?? null
}

export const firstMatch = (tree: SourceTree, pattern: RegExp): string | null => tree.paths.find((path) => pattern.test(path)) ?? null

/** A JSON object, or null when the file is absent or is no JSON object. */
export function readJson(tree: SourceTree, path: string): Record<string, unknown> | null {
  const text = tree.read(path)
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

/** The record under `key`, or an empty one. */
export function recordIn(value: Readonly<Record<string, unknown>> | null, key: string): Record<string, unknown> {
  const inner = value?.[key]
  return isRecord(inner) ? inner : {}
}

export const textIn = (value: Readonly<Record<string, unknown>> | null, key: string): string | null => (typeof value?.[key] === 'string' ? value[key] : null)

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
