// Backups and restores as Heroku's data API has them: transfers of an app, known by a number. A backup here is a copy of all files of the
// server, so it comes back into a database of this platform, and no dump from elsewhere does.

import { z } from 'zod'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { PostgresBackup, PostgresRestore } from '../../../shared/domain/postgres.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallOutput } from '../../../shared/protocol/calls.ts'
import { backupLink } from '../downloads.ts'
import { created, ok, type ApiAnswer, type ApiRequest } from '../platform-api/api-types.ts'
import { idOf } from '../platform-api/identifiers.ts'
import { appOf, call, stateOf } from '../platform-api/lookups.ts'
import { readBody } from '../platform-api/request-body.ts'
import { attachmentNameOf, databaseOf, dataTime, payerOf, postgres } from './lookups.ts'

type Transfer = { readonly addOn: AddOn; readonly num: number; readonly uuid: string } & ({ readonly kind: 'backup'; readonly of: PostgresBackup } | { readonly kind: 'restore'; readonly of: PostgresRestore })

const restoreBody = z.object({ backup_url: z.string().min(1).max(4096), extensions: z.array(z.string()).nullish() })
const claimed = z.object({ backupOf: z.string(), backup: z.string() })

export function listTransfers(request: ApiRequest): ApiAnswer {
  return ok(transfersOf(request, appOf(request).id).map((one) => transferJson(request, one)))
}

export function getTransfer(request: ApiRequest): ApiAnswer {
  const transfer = transferOf(request)
  const isVerbose = request.query.get('verbose') === 'true'
  return ok({ ...transferJson(request, transfer), ...(isVerbose ? { logs: logsOf(transfer) } : {}) })
}

export async function captureBackup(request: ApiRequest): Promise<ApiAnswer> {
  const { addOn } = databaseOf(request)
  const { id } = (await call(request, 'pg:backups:capture', { addOn: addOn.name })) as CallOutput<'pg:backups:capture'>
  return created(transferJson(request, found(request, addOn, id)))
}

/** Answers when it is done: what goes wrong is told in the answer, and nothing was changed then. */
export async function restoreBackup(request: ApiRequest): Promise<ApiAnswer> {
  const { addOn } = databaseOf(request)
  const { backup_url: url, extensions } = readBody(restoreBody, request.body, 'POST /client/v11/databases/:database/restores')
  if (extensions != null && extensions.length > 0) throw unsupported('Choosing extensions', 'a backup here is whole, with the extensions that it had', 'Restore it without --extensions.')
  const { backupOf, backup } = backupAt(request, url)
  await call(request, 'pg:backups:restore', { addOn: addOn.name, backup, from: backupOf, confirm: payerOf(request, addOn).name })
  const last = stateOf(request).postgres[addOn.id]?.restores?.at(-1)
  return created(transferJson(request, found(request, addOn, last?.id ?? '')))
}

export async function getPublicUrl(request: ApiRequest): Promise<ApiAnswer> {
  const { addOn, of } = backupOf(request)
  const { url, untilMs } = (await call(request, 'pg:backups:url', { addOn: addOn.name, backup: of.id })) as CallOutput<'pg:backups:url'>
  return created({ url, expires_at: dataTime(untilMs) })
}

export async function cancelTransfer(request: ApiRequest): Promise<ApiAnswer> {
  const { addOn, of } = backupOf(request)
  await call(request, 'pg:backups:cancel', { addOn: addOn.name, backup: of.id })
  return ok(transferJson(request, found(request, addOn, of.id)))
}

export async function deleteTransfer(request: ApiRequest): Promise<ApiAnswer> {
  const transfer = backupOf(request)
  const last = transferJson(request, transfer)
  await call(request, 'pg:backups:delete', { addOn: transfer.addOn.name, backup: transfer.of.id, confirm: payerOf(request, transfer.addOn).name })
  return ok(last)
}

/** Of all databases that the app pays for, the oldest first. */
function transfersOf(request: ApiRequest, appId: string): Transfer[] {
  const { addOns, postgres: databases } = stateOf(request)
  return Object.values(addOns).filter((addOn) => addOn.appId === appId && addOn.service === postgres).flatMap((addOn): Transfer[] => {
    const { backups = [], restores = [] } = databases[addOn.id] ?? {}
    const facts = ({ id }: { readonly id: string }) => ({ addOn, num: Number(id.slice(1)), uuid: idOf('transfer', `${addOn.id}:${id}`) })
    return [...backups.map((of): Transfer => ({ ...facts(of), kind: 'backup', of })), ...restores.map((of): Transfer => ({ ...facts(of), kind: 'restore', of }))]
  }).sort((a, b) => a.num - b.num)
}

function transferOf(request: ApiRequest): Transfer {
  const wanted = request.param('transfer')
  const app = appOf(request)
  const transfer = transfersOf(request, app.id).find(({ num, uuid }) => uuid === wanted || String(num) === wanted)
  if (transfer === undefined) throw new PlatformError('postgres-backup', { backup: wanted, addOn: app.name, known: transfersOf(request, app.id).map(({ of }) => of.id).join(', ') || 'none' })
  return transfer
}

function backupOf(request: ApiRequest): Extract<Transfer, { kind: 'backup' }> {
  const transfer = transferOf(request)
  if (transfer.kind === 'restore') throw unsupported('That', `${transfer.of.id} is a restore, and over`, 'Name a backup, e.g. b001.')
  return transfer
}

function found(request: ApiRequest, addOn: AddOn, id: string): Transfer {
  const transfer = transfersOf(request, addOn.appId).find((one) => one.addOn.id === addOn.id && one.of.id === id)
  if (transfer === undefined) throw new PlatformError('postgres-backup', { backup: id, addOn: addOn.name, known: 'see pg:backups' })
  return transfer
}

/** Addresses that `to_url` and public-url give; they say which backup they are of. */
function backupAt({ world }: ApiRequest, url: string): z.output<typeof claimed> {
  const prefix = `${world.controlUrl}/downloads/`
  const claim = claimed.safeParse(url.startsWith(prefix) ? world.links.verify(url.slice(prefix.length)) : null)
  if (!claim.success) throw unsupported('Restoring from there', 'it is no address of a backup of this platform, or its hour is over', 'Name a backup, e.g. b001, or load a dump with pg_restore and the database\'s URL.')
  return claim.data
}

const unsupported = (what: string, why: string, fix: string): PlatformError => new PlatformError('postgres-unsupported', { what, why, fix: `${fix} Nothing was changed.` })

function transferJson({ world, ...request }: ApiRequest, { addOn, num, uuid, ...transfer }: Transfer): Record<string, unknown> {
  const name = attachmentNameOf({ world, ...request }, addOn)
  const common = { uuid, num, options: {}, schedule: null, warnings: 0, canceled_at: null }
  if (transfer.kind === 'restore') {
    const { backupId, startedAt, endedAt } = transfer.of
    return { ...common, from_name: `BACKUP ${backupId}`, from_type: 'gof3r', to_name: name, to_type: 'pg_restore', from_url: '', to_url: '', created_at: dataTime(startedAt), started_at: dataTime(startedAt), finished_at: dataTime(endedAt), updated_at: dataTime(endedAt), succeeded: true, processed_bytes: 0, source_bytes: 0 }
  }
  const { id, state, startedAt, endedAt, bytes } = transfer.of
  return {
    ...common, from_name: name, from_type: 'pg_dump', to_name: 'BACKUP', to_type: 'gof3r', from_url: '', to_url: state === 'done' ? backupLink(world.controlUrl, world.links, world.now(), addOn.id, id).url : '',
    created_at: dataTime(startedAt), started_at: dataTime(startedAt), finished_at: endedAt === null ? null : dataTime(endedAt), updated_at: dataTime(endedAt ?? startedAt),
    succeeded: state === 'running' ? null : state === 'done', processed_bytes: bytes, source_bytes: bytes,
  }
}

function logsOf(transfer: Transfer): { created_at: string; message: string }[] {
  const line = (at: number | null, message: string | null) => (at === null || message === null ? [] : [{ created_at: dataTime(at), message }])
  if (transfer.kind === 'restore') return [...line(transfer.of.startedAt, `Restoring ${transfer.of.backupId}`), ...line(transfer.of.endedAt, 'The database has its data')]
  const { state, startedAt, endedAt, bytes, sha256, message } = transfer.of
  return [...line(startedAt, 'Copying all files of the server, and the log that makes them whole'), ...line(endedAt, state === 'done' ? `One archive of ${bytes} bytes, SHA-256 ${sha256}` : message)]
}
