// What every app has to choose from: stacks, the one region, the one generation. There is nothing of spaces and enterprise accounts.

import { stackNames } from '../../../../shared/domain/stacks.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { list, ok, type ApiAnswer, type ApiHandler, type ApiRequest } from '../api-types.ts'
import { apiTime, idOf } from '../identifiers.ts'
import { appOf } from '../lookups.ts'
import { generationShape, regionShape, stackShape } from '../shapes.ts'

const usualStack = 'heroku-24'

export const listStacks = (): ApiAnswer => list(stackNames.map(stackJson), ['name', 'id'])
export const getStack = (request: ApiRequest): ApiAnswer => ok(oneOf(request, 'stack', stackNames.map(stackJson)))
export const listRegions = (): ApiAnswer => list([regionJson()], ['name', 'id'])
export const getRegion = (request: ApiRequest): ApiAnswer => ok(oneOf(request, 'region', [regionJson()]))
export const listGenerations = (): ApiAnswer => list([generationJson()], ['name', 'id'])
export const getGeneration = (request: ApiRequest): ApiAnswer => ok(oneOf(request, 'generation', [generationJson()]))
export const listNothing: ApiHandler = () => list([], ['id'])

export function listAppStacks(request: ApiRequest): ApiAnswer {
  appOf(request)
  return listStacks()
}

/** It is this machine; the provider's regions are Amazon's, and it is in none of them. */
export const regionJson = (): Record<string, unknown> => ({
  ...regionShape(), description: 'This machine', country: 'Here', locale: 'Here', private_capable: false, provider: { name: 'dynarium', region: 'local' }, created_at: apiTime(0), updated_at: apiTime(0),
})

const stackJson = (name: string): Record<string, unknown> => ({ ...stackShape(name), default: name === usualStack, state: 'public', created_at: apiTime(0), updated_at: apiTime(0) })
const generationJson = (): Record<string, unknown> => ({ ...generationShape(), created_at: apiTime(0), updated_at: apiTime(0) })

function oneOf(request: ApiRequest, kind: string, all: readonly Record<string, unknown>[]): Record<string, unknown> {
  const wanted = request.param(kind)
  const found = all.find((one) => one['name'] === wanted || one['id'] === wanted || idOf(kind, String(one['name'])) === wanted)
  if (found === undefined) throw new PlatformError('path-not-found', { path: `${kind} ${wanted}; there is ${all.map((one) => one['name']).join(', ')}` })
  return found
}
