// What the data API's paths name: a database by the id or the name of its add-on, as Heroku's command line sends either.

import { attachmentsTo, findAddOn, type AddOn } from '../../../shared/domain/add-on.ts'
import type { App } from '../../../shared/domain/app.ts'
import type { PostgresDatabase } from '../../../shared/domain/postgres.ts'
import { findApp } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { ApiRequest } from '../platform-api/api-types.ts'
import { stateOf } from '../platform-api/lookups.ts'

export const postgres = 'heroku-postgresql'
export const redis = 'heroku-redis'

/** Throws PlatformError `addon-not-found`, which its command line reads as "not yet provisioned". */
export function dataStoreOf(request: ApiRequest, service: string): AddOn {
  const named = request.param('database')
  const addOn = findAddOn(stateOf(request), named)
  if (addOn === null || addOn.service !== service) throw new PlatformError('addon-not-found', { addOn: named, suggestion: 'List them with addons.' })
  return addOn
}

export function readyStoreOf(request: ApiRequest, service: string): AddOn {
  const addOn = dataStoreOf(request, service)
  if (addOn.state !== 'provisioned') throw new PlatformError('addon-not-found', { addOn: addOn.name, suggestion: addOn.message ?? 'Wait until it is created.' })
  return addOn
}

export function databaseOf(request: ApiRequest): { readonly addOn: AddOn; readonly database: PostgresDatabase } {
  const addOn = readyStoreOf(request, postgres)
  const database = stateOf(request).postgres[addOn.id]
  if (database === undefined) throw new PlatformError('addon-not-found', { addOn: addOn.name, suggestion: 'Wait until it is created.' })
  return { addOn, database }
}

/** The app that pays, whose name is the confirmation: the command line has asked for it before it sends anything. */
export const payerOf = (request: ApiRequest, { appId }: AddOn): App => {
  const app = findApp(stateOf(request), appId)
  if (app === null) throw new PlatformError('app-not-found', { app: appId })
  return app
}

/** Its attachment in the app that pays: `DATABASE` if it has that one. */
export function attachmentNameOf(request: ApiRequest, addOn: AddOn): string {
  const names = attachmentsTo(stateOf(request), addOn.id).filter(({ appId }) => appId === addOn.appId).map(({ name }) => name)
  return names.find((name) => name === 'DATABASE') ?? names[0] ?? addOn.name
}

/** As this API writes times, e.g. `2026-11-28 09:30:00 +0000`. */
export const dataTime = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} +0000`
