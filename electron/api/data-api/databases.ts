// A database as `heroku pg:info` prints it, whether it can be used yet, and what is done to it as a whole.

import { findAddOn, type AddOn } from '../../../shared/domain/add-on.ts'
import type { PostgresDatabase } from '../../../shared/domain/postgres.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallOutput } from '../../../shared/protocol/calls.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { ok, type ApiAnswer, type ApiHandler, type ApiRequest } from '../platform-api/api-types.ts'
import { call, stateOf } from '../platform-api/lookups.ts'
import { urlOfCredential } from './credentials.ts'
import { databaseOf, dataStoreOf, dataTime, payerOf, postgres, readyStoreOf } from './lookups.ts'

type Info = CallOutput<'pg:info'>
type Row = { readonly name: string; readonly values: readonly string[]; readonly resolve_db_name?: true }

export async function getDatabase(request: ApiRequest): Promise<ApiAnswer> {
  const { addOn, database } = databaseOf(request)
  const info = await infoOf(request, addOn.name)
  const url = urlOfCredential(addOn)
  const following = leaderUrl(request, database)
  return ok({
    addon_id: addOn.id, name: addOn.name, heroku_resource_id: addOn.name, resource_url: url?.href ?? '', service_url: url?.href ?? '', plan: addOn.plan, postgres_version: info.version,
    status: info.status.toLowerCase(), database_name: url?.pathname.slice(1) ?? '', database_user: url?.username ?? '', database_password: url?.password ?? '', port: Number(url?.port ?? 0),
    num_bytes: info.dataBytes, num_tables: info.tables, num_connections: info.connections, created_at: dataTime(info.createdAt), following, leader: following === null ? null : nameOf(request, database.follows),
    forked_from: database.forkedFrom === null ? null : nameOf(request, database.forkedFrom), 'is_in_recovery?': database.follows !== null, 'standalone?': database.follows === null,
    info: await rowsOf(request, addOn, database, info),
  })
}

export async function getWaitStatus(request: ApiRequest): Promise<ApiAnswer> {
  const addOn = dataStoreOf(request, postgres)
  const waits = (message: string): ApiAnswer => ok({ 'waiting?': true, 'error?': false, message })
  if (addOn.state === 'provisioning') return waits('preparing')
  if (addOn.state !== 'provisioned') return ok({ 'waiting?': false, 'error?': true, message: addOn.message ?? 'it could not be made' })
  const { status } = await infoOf(request, addOn.name)
  return status === 'Available' ? ok({ 'waiting?': false, 'error?': false, message: 'available' }) : waits(status.toLowerCase())
}

export async function unfollow(request: ApiRequest): Promise<ApiAnswer> {
  const { addOn } = databaseOf(request)
  await call(request, 'pg:unfollow', { addOn: addOn.name, confirm: payerOf(request, addOn).name })
  return getDatabase(request)
}

export async function resetDatabase(request: ApiRequest): Promise<ApiAnswer> {
  const { addOn } = databaseOf(request)
  const { extensions } = request.body as { extensions?: unknown }
  if (Array.isArray(extensions) && extensions.length > 0) throw new PlatformError('postgres-unsupported', { what: 'Installing extensions with a reset', why: 'only a superuser may, and it is not done here', fix: 'Reset it without --extensions, and say CREATE EXTENSION for those that any user may install. Nothing was changed.' })
  await call(request, 'pg:reset', { addOn: addOn.name, confirm: payerOf(request, addOn).name })
  return ok({ message: 'Reset successful.' })
}

export async function endSessions(request: ApiRequest): Promise<ApiAnswer> {
  const { count } = (await call(request, 'pg:killall', { addOn: databaseOf(request).addOn.name })) as CallOutput<'pg:killall'>
  return ok({ message: 'Connections terminated.', count })
}

export async function resetStatistics(request: ApiRequest): Promise<ApiAnswer> {
  await call(request, 'pg:stats:reset', { addOn: databaseOf(request).addOn.name })
  return ok({ message: 'Statistics were reset.' })
}

/** Of links between databases there are none, and that is all that can be said of them here. */
export const listLinks: ApiHandler = (request) => {
  databaseOf(request)
  return ok([])
}

/** In words, where Heroku does what is not done here. */
export const refuseAs = (what: string, why: string, fix: string): ApiHandler => (request) => {
  readyStoreOf(request, postgres)
  throw new PlatformError('postgres-unsupported', { what, why, fix: `${fix} Nothing was changed.` })
}

const infoOf = async (request: ApiRequest, addOn: string): Promise<Info> => (await call(request, 'pg:info', { addOn })) as Info

const nameOf = (request: ApiRequest, addOnId: string | null): string | null => (addOnId === null ? null : (findAddOn(stateOf(request), addOnId)?.name ?? null))

function leaderUrl(request: ApiRequest, { follows }: PostgresDatabase): string | null {
  const leader = follows === null ? null : findAddOn(stateOf(request), follows)
  return leader === null ? null : (urlOfCredential(leader)?.href ?? null)
}

/** In the order and words of Heroku's, whose command line adds the add-on's name. What is unknown now has no row. */
async function rowsOf(request: ApiRequest, addOn: AddOn, database: PostgresDatabase, info: Info): Promise<Row[]> {
  const row = (name: string, ...values: (string | null)[]): Row[] => (values.includes(null) ? [] : [{ name, values: values as string[] }])
  const following = leaderUrl(request, database)
  const followers = Object.values(stateOf(request).postgres).filter(({ follows }) => follows === addOn.id).flatMap(({ addOnId }) => nameOf(request, addOnId) ?? [])
  return [
    ...row('Plan', info.plan), ...row('Status', info.status), ...row('HA Status', info.ha), ...row('Data Size', sizeWords(info)), ...row('Tables', info.tables === null ? null : String(info.tables)),
    ...row('PG Version', info.version), ...row('Connections', info.connections === null ? null : `${info.connections}/${info.connectionLimit ?? 'unlimited'}`), ...row('Connection Pooling', 'Unavailable'),
    ...row('Credentials', String(Object.keys(addOn.config).length)), ...row('Fork/Follow', database.kind === 'simulated' ? 'Unsupported' : 'Available'), ...row('Rollback', 'Unsupported'),
    ...row('Created', dataTime(info.createdAt)), ...row('Region', 'local'), ...row('Data Encryption', 'Not In Use'), ...row('Continuous Protection', 'Off'), ...row('Maintenance', 'not required'),
    ...row('Forked From', nameOf(request, database.forkedFrom)),
    ...(following === null ? [] : [{ name: 'Following', values: [following], resolve_db_name: true as const }, ...row('Behind By', await behindWords(request, addOn, database))]),
    ...(followers.length === 0 ? [] : row('Followers', ...followers)), ...row('Host', info.about),
  ]
}

function sizeWords({ dataBytes, storageLimitBytes }: Info): string | null {
  if (dataBytes === null) return null
  if (storageLimitBytes === null) return byteSize(dataBytes)
  return `${byteSize(dataBytes)} / ${byteSize(storageLimitBytes)} (${((100 * dataBytes) / storageLimitBytes).toFixed(2)}%)${dataBytes > storageLimitBytes ? '' : ' (In compliance)'}`
}

/** Its leader knows how far it is. */
async function behindWords(request: ApiRequest, addOn: AddOn, { follows }: PostgresDatabase): Promise<string | null> {
  const leader = nameOf(request, follows)
  const lag = leader === null ? undefined : (await infoOf(request, leader)).lag.find((one) => one.addOn === addOn.name)
  return lag?.commits == null ? null : `${lag.commits} ${lag.commits === 1 ? 'commit' : 'commits'}`
}
