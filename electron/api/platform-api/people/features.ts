// Features with an effect here: of apps those of `app-features.ts`; of accounts the one that Heroku's command line asks for before review apps.

import { z } from 'zod'
import { appFeatures, isFeatureOn, type AppFeature } from '../../../../shared/domain/app-features.ts'
import type { App } from '../../../../shared/domain/app.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { apiTime, idOf } from '../identifiers.ts'
import { appOf, call } from '../lookups.ts'
import { readBody } from '../request-body.ts'

const updateBody = z.object({ enabled: z.boolean() })
const repositories: AppFeature = {
  name: 'dashboard-repositories-api', title: 'Repositories', description: 'Repositories of pipelines by the Platform API. Always on here.', docUrl: 'https://devcenter.heroku.com/articles/platform-api-reference', state: 'beta', usual: true,
}

export const listAccountFeatures = (): ApiAnswer => list([featureJson('account-feature', repositories, true)], ['name', 'id'])

export function getAccountFeature(request: ApiRequest): ApiAnswer {
  accountFeature(request)
  return ok(featureJson('account-feature', repositories, true))
}

export function updateAccountFeature(request: ApiRequest): ApiAnswer {
  accountFeature(request)
  const { enabled } = readBody(updateBody, request.body, 'PATCH /account/features/:feature')
  if (!enabled) throw new PlatformError('input-invalid', { call: 'PATCH /account/features/:feature', why: `${repositories.name} is always on here` })
  return ok(featureJson('account-feature', repositories, true))
}

export function listAppFeatures(request: ApiRequest): ApiAnswer {
  const app = appOf(request)
  return list(appFeatures.map((feature) => ofApp(app, feature)), ['name', 'id'])
}

export const getAppFeature = (request: ApiRequest): ApiAnswer => ok(ofApp(appOf(request), featureOf(request)))

export async function updateAppFeature(request: ApiRequest): Promise<ApiAnswer> {
  const app = appOf(request)
  const feature = featureOf(request)
  const { enabled } = readBody(updateBody, request.body, 'PATCH /apps/:app/features/:feature')
  await call(request, 'features:set', { app: app.id, feature: feature.name, on: enabled })
  return ok(ofApp(appOf(request), feature))
}

function accountFeature(request: ApiRequest): void {
  const wanted = request.param('feature')
  if (wanted !== repositories.name && wanted !== idOf('account-feature', repositories.name)) throw new PlatformError('feature-not-found', { feature: wanted, known: repositories.name })
}

function featureOf(request: ApiRequest): AppFeature {
  const wanted = request.param('feature')
  const found = appFeatures.find(({ name }) => name === wanted || idOf('app-feature', name) === wanted)
  if (found === undefined) throw new PlatformError('feature-not-found', { feature: wanted, known: appFeatures.map(({ name }) => name).join(', ') })
  return found
}

const ofApp = (app: App, feature: AppFeature): Record<string, unknown> => featureJson('app-feature', feature, isFeatureOn(app, feature))

function featureJson(kind: string, { name, title, description, docUrl, state }: AppFeature, enabled: boolean): Record<string, unknown> {
  return { id: idOf(kind, name), name, display_name: title, description, doc_url: docUrl, state, enabled, feedback_email: 'feedback@localhost', created_at: apiTime(0), updated_at: apiTime(0) }
}
