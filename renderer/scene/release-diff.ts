// What differs between the config vars of two releases, for reading before and after a rollback.

export type ConfigChange =
  | { readonly key: string; readonly kind: 'added'; readonly after: string }
  | { readonly key: string; readonly kind: 'removed'; readonly before: string }
  | { readonly key: string; readonly kind: 'changed'; readonly before: string; readonly after: string }

type Config = Readonly<Record<string, string>>

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
