// Config vars of apps beside each other. Values never leave this file: what is answered are names, and which values are equal. Heroku has
// nothing like it; promoting to a stage that lacks a key is how many outages begin.

import type { ConfigComparison, ConfigDifference } from '../../../shared/protocol/pipelines.ts'

type Config = Readonly<Record<string, string>>

/** `missing`: in `from` and not in `to`; `extra`: the other way round. */
export function configDifferenceOf(from: Config, to: Config): ConfigDifference {
  const has = (config: Config, key: string): boolean => Object.hasOwn(config, key)
  const both = keysOf([from, to]).filter((key) => has(from, key) && has(to, key))
  return {
    same: both.filter((key) => from[key] === to[key]),
    different: both.filter((key) => from[key] !== to[key]),
    missing: keysOf([from]).filter((key) => !has(to, key)),
    extra: keysOf([to]).filter((key) => !has(from, key)),
  }
}

export function compareConfigs(apps: ConfigComparison['apps'], configs: readonly Config[]): ConfigComparison {
  const rows = keysOf(configs).map((key): ConfigComparison['rows'][number] => {
    const values = configs.map((config) => (Object.hasOwn(config, key) ? (config[key] ?? null) : null))
    const known = [...new Set(values.filter((value) => value !== null))]
    const cells = values.map((value) => (value === null ? null : known.indexOf(value) + 1))
    return { key, cells, state: values.includes(null) ? 'missing' : known.length === 1 ? 'same' : 'different' }
  })
  return { apps, rows }
}

function keysOf(configs: readonly Config[]): string[] {
  return [...new Set(configs.flatMap((config) => Object.keys(config)))].sort()
}
