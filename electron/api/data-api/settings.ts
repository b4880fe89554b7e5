// `heroku pg:settings`: what PostgreSQL lets a database have for itself. The other settings that Heroku's command line knows are of a whole
// server, or of modules that are not loaded here.

import { databaseSettings, isDatabaseSetting } from '../../../shared/domain/postgres.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallOutput } from '../../../shared/protocol/calls.ts'
import { ok, type ApiAnswer, type ApiRequest } from '../platform-api/api-types.ts'
import { call } from '../platform-api/lookups.ts'
import { databaseOf } from './lookups.ts'

const path = 'PATCH /postgres/v0/databases/:database/config'
const levels = ['debug5', 'debug4', 'debug3', 'debug2', 'debug1', 'info', 'notice', 'warning', 'error', 'log', 'fatal', 'panic']
const choices: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  log_statement: { none: 'No statements are logged', ddl: 'All data definition statements will be logged', mod: 'Statements that define or change data will be logged', all: 'All statements are logged' },
  track_functions: { none: 'No functions are tracked', pl: 'Functions of procedural languages are tracked', all: 'All functions are tracked' },
  log_min_error_statement: Object.fromEntries(levels.map((level) => [level, `Statements that cause messages of level ${level} or above will be logged`])),
}

export async function getSettings(request: ApiRequest): Promise<ApiAnswer> {
  const { settings } = (await call(request, 'pg:config', { addOn: databaseOf(request).addOn.name })) as CallOutput<'pg:config'>
  return ok(settingsJson(settings))
}

export async function updateSettings(request: ApiRequest): Promise<ApiAnswer> {
  const { addOn } = databaseOf(request)
  const wanted = Object.fromEntries(Object.entries(request.body as Record<string, unknown>).map(([name, value]) => [name, checked(name, value)]))
  const { settings } = (await call(request, 'pg:config:set', { addOn: addOn.name, settings: wanted })) as CallOutput<'pg:config:set'>
  return ok(settingsJson(settings))
}

function checked(name: string, value: unknown): string {
  const refuse = (why: string): never => {
    throw new PlatformError('input-invalid', { call: path, why })
  }
  if (!isDatabaseSetting(name)) return refuse(`${name} can not be set for one database here. Those that can: ${Object.keys(databaseSettings).join(', ')}`)
  const known = choices[name]
  if (known !== undefined && !Object.hasOwn(known, String(value))) return refuse(`${name} is one of ${Object.keys(known).join(', ')}`)
  if (databaseSettings[name] === 'switch' && typeof value !== 'boolean') return refuse(`${name} is true or false`)
  if (databaseSettings[name] === 'number' && !(Number.isInteger(value) && Number(value) >= -1 && Number(value) <= 2_147_483_647)) return refuse(`${name} is a whole number of milliseconds, or -1`)
  return String(value)
}

function settingsJson(settings: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).flatMap(([name, value]) => (isDatabaseSetting(name) ? [[name, { value: typed(databaseSettings[name], value), values: choices[name] ?? {} }]] : [])))
}

function typed(kind: (typeof databaseSettings)[keyof typeof databaseSettings], value: string): string | number | boolean {
  if (kind === 'number') return Number(value)
  return kind === 'switch' ? value === 'on' || value === 'true' : value
}
