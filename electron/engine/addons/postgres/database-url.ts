// How a database is reached, as one URL, like Heroku's: user, password and database have names by chance. The port is that of a link of the
// TCP proxy, so that what is done to links is done to databases. The host is `localhost`: of any other Heroku's command line asks psql for TLS.

import type { AddOn } from '../../../../shared/domain/add-on.ts'
import { defaultCredential } from '../../../../shared/domain/add-on.ts'

export const urlVar = 'HEROKU_POSTGRESQL_URL'

export type Access = { readonly user: string; readonly password: string; readonly database: string }

export const freshAccess = (nextId: () => string): Access => ({ user: `u${shorted(nextId())}`, password: freshPassword(nextId), database: `d${shorted(nextId())}` })

export const freshPassword = (nextId: () => string): string => `p${nextId().replaceAll('-', '')}${nextId().replaceAll('-', '')}`

export const urlOf = ({ user, password, database }: Access, port: number): string => `postgres://${user}:${password}@localhost:${port}/${database}`

/** Of a credential; null while it has none. */
export function accessOf(addOn: Pick<AddOn, 'config'>, credential: string = defaultCredential): Access | null {
  const [, user, password, database] = /^postgres:\/\/([^:]+):([^@]+)@[^/]+\/(.+)$/.exec(addOn.config[credential]?.[urlVar] ?? '') ?? []
  return user === undefined || password === undefined || database === undefined ? null : { user, password, database }
}

/** All its credentials at another port. */
export function configAt(addOn: Pick<AddOn, 'config'>, port: number): AddOn['config'] {
  return Object.fromEntries(Object.entries(addOn.config).map(([credential, vars]) => {
    const access = accessOf(addOn, credential)
    return [credential, access === null ? vars : { ...vars, [urlVar]: urlOf(access, port) }]
  }))
}

const shorted = (id: string): string => id.replaceAll('-', '').slice(0, 14)

/** For names and literals in statements that take no parameters. */
export const named = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
