// Daily backups. Hours are kept in UTC: an hour of another zone is the one that it is there today, so clocks that change move it.

import { z } from 'zod'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { created, ok, type ApiAnswer, type ApiRequest } from '../platform-api/api-types.ts'
import { idOf } from '../platform-api/identifiers.ts'
import { call } from '../platform-api/lookups.ts'
import { readBody } from '../platform-api/request-body.ts'
import { attachmentNameOf, databaseOf, postgres, readyStoreOf } from './lookups.ts'

const scheduleBody = z.object({ hour: z.union([z.string(), z.number()]), timezone: z.string().max(64).nullish(), schedule_name: z.string().max(80).nullish() })
const path = 'POST /client/v11/databases/:database/transfer-schedules'

export function listSchedules(request: ApiRequest): ApiAnswer {
  const { addOn, database: { backupHour } } = databaseOf(request)
  return ok(backupHour === null ? [] : [scheduleJson(request, addOn, backupHour)])
}

export async function createSchedule(request: ApiRequest): Promise<ApiAnswer> {
  const { addOn } = databaseOf(request)
  const { hour, timezone } = readBody(scheduleBody, request.body, path)
  if (!/^\d{1,2}$/.test(String(hour)) || Number(hour) > 23) throw new PlatformError('input-invalid', { call: path, why: 'hour is a number from 0 to 23' })
  const utc = utcHour(Number(hour), timezone ?? 'UTC', request.world.now())
  await call(request, 'pg:backups:schedule', { addOn: addOn.name, hour: utc })
  return created(scheduleJson(request, addOn, utc))
}

export async function deleteSchedule(request: ApiRequest): Promise<ApiAnswer> {
  const addOn = readyStoreOf(request, postgres)
  const { database: { backupHour } } = databaseOf(request)
  if (backupHour === null || request.param('schedule') !== scheduleId(addOn)) throw new PlatformError('path-not-found', { path: `that schedule of ${addOn.name}` })
  await call(request, 'pg:backups:schedule', { addOn: addOn.name, hour: null })
  return ok(scheduleJson(request, addOn, backupHour))
}

/** Throws PlatformError `input-invalid` for zones that nobody knows, or that are no whole hours from UTC. */
function utcHour(hour: number, zone: string, now: number): number {
  let parts: Intl.DateTimeFormatPart[]
  try {
    parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: 'numeric', minute: 'numeric', hourCycle: 'h23' }).formatToParts(now)
  } catch {
    throw new PlatformError('input-invalid', { call: path, why: `there is no time zone ${zone}; try UTC, or Europe/Berlin` })
  }
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0)
  const at = new Date(now)
  if (part('minute') !== at.getUTCMinutes()) throw new PlatformError('input-invalid', { call: path, why: `${zone} is no whole hours from UTC; give the hour in UTC` })
  return (hour - (part('hour') - at.getUTCHours()) + 48) % 24
}

const scheduleId = ({ id }: AddOn): string => idOf('transfer-schedule', id)

const scheduleJson = (request: ApiRequest, addOn: AddOn, hour: number): Record<string, unknown> => ({ uuid: scheduleId(addOn), name: `${attachmentNameOf(request, addOn)}_URL`, hour, timezone: 'UTC' })
