// What the published Heroku CLI and git need to be told by environment to take this Dynarium for Heroku. Nothing outside the shell is
// changed, and whoever opens a new one is back with the real Heroku.

import type { Address } from '../address-file.ts'

export type Variables = readonly (readonly [name: string, value: string])[]
type Environment = Readonly<Record<string, string | undefined>>

export type EnvironmentOptions = Address & {
  /** Null: the CLI logs in by itself. */
  readonly token: string | null
  /** What the shell has already: git's settings there are kept. */
  readonly env: Environment
}

/** Git is answered from the shell's own variable: it works without the CLI, and the token is written nowhere. */
const credentialHelper = '!f() { test "$1" = get && echo username=heroku && echo "password=$HEROKU_API_KEY"; }; f'

export function cliEnvironment({ url, caFile, token, env }: EnvironmentOptions): Variables {
  const { hostname, port } = new URL(url)
  return [
    ['HEROKU_HOST', url],
    ...(token === null ? [] : [['HEROKU_API_KEY', token] as const]),
    ['HEROKU_DATA_HOST', hostname],
    ['HEROKU_PARTICLEBOARD_URL', url],
    ['HEROKU_BUILDPACK_REGISTRY_URL', url],
    ['HEROKU_STATUS_HOST', url],
    ['HEROKU_LOGIN_HOST', url],
    ['HEROKU_EXEC_URL', `https://${hostname}:${port}/`],
    ['HEROKU_CI_WEBSOCKET_URL', `ws://${hostname}:${port}/socket`],
    ['PGDIAGNOSE_URL', hostname],
    ['DISABLE_TELEMETRY', 'true'],
    ['HEROKU_SKIP_NEW_VERSION_CHECK', 'true'],
    ['HEROKU_DISABLE_AUTOUPDATE', '1'],
    ['NODE_EXTRA_CA_CERTS', caFile],
    ...gitSettings(env, [...authorityOf(env), ...gitWants(port, caFile, token !== null)]),
  ]
}

/** It would be asked for our address, too: whoever hands the environment on leaves it out, as its place is taken by a setting that ours goes before. */
export const gitsAuthority = 'GIT_SSL_CAINFO'

const authorityOf = (env: Environment): Variables => (env[gitsAuthority] ? [['http.sslCAInfo', env[gitsAuthority]]] : [])

/** The address as git names it: its own remotes are https, by number or by name. */
export const gitAddresses = (port: string): readonly string[] => [`https://127.0.0.1:${port}/`, `https://localhost:${port}/`]

function gitWants(port: string, caFile: string, knowsToken: boolean): Variables {
  return gitAddresses(port).flatMap((address) => [
    [`http.${address}.sslCAInfo`, caFile] as const,
    ...(knowsToken ? [[`credential.${address.slice(0, -1)}.helper`, credentialHelper] as const] : []),
  ])
}

/** Settings of before stay, unless they are ours of an earlier time. */
function gitSettings(env: Environment, wanted: Variables): Variables {
  const count = Number(env['GIT_CONFIG_COUNT'] ?? 0)
  const before = Array.from({ length: Number.isInteger(count) && count > 0 ? Math.min(count, 1000) : 0 }, (_, index) => [env[`GIT_CONFIG_KEY_${index}`] ?? '', env[`GIT_CONFIG_VALUE_${index}`] ?? ''] as const)
  const ours = new Set(wanted.map(([key]) => key))
  const all = [...before.filter(([key]) => key !== '' && !ours.has(key)), ...wanted]
  return [['GIT_CONFIG_COUNT', String(all.length)], ...all.flatMap(([key, value], index) => [[`GIT_CONFIG_KEY_${index}`, key], [`GIT_CONFIG_VALUE_${index}`, value]] as const)]
}
