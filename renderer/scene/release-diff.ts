// What differs between two releases, for reading before and after a rollback.

import type { Release } from '../../shared/domain/build.ts'

export type ConfigChange =
  | { readonly key: string; readonly kind: 'added'; readonly after: string }
  | { readonly key: string; readonly kind: 'removed'; readonly before: string }
  | { readonly key: string; readonly kind: 'changed'; readonly before: string; readonly after: string }

export type ReleaseDiff = {
  readonly isSameSlug: boolean
  readonly config: readonly ConfigChange[]
}

type Config = Readonly<Record<string, string>>

/** Configs are given apart, because releases in the window's mirror carry masked values. */
export function diffReleases(from: Release, to: Release, fromConfig: Config, toConfig: Config): ReleaseDiff {
  return { isSameSlug: from.slugId === to.slugId, config: diffConfig(fromConfig, toConfig) }
}

export function diffConfig(from: Config, to: Config): ConfigChange[] {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort()
  return keys.flatMap((key): ConfigChange[] => {
    const before = Object.hasOwn(from, key) ? from[key] : undefined
    const after = Object.hasOwn(to, key) ? to[key] : undefined
    if (before === after) return []
    if (before === undefined) return [{ key, kind: 'added', after: after ?? '' }]
    if (after === undefined) return [{ key, kind: 'removed', before }]
    return [{ key, kind: 'changed', before, after }]
  })
}
