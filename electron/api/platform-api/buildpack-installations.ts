import { z } from 'zod'
import { list, ok, type ApiAnswer, type ApiRequest } from './api-types.ts'
import { appOf, call } from './lookups.ts'
import { readBody } from './request-body.ts'

const updateBody = z.object({ updates: z.array(z.object({ buildpack: z.string().min(1).max(1024) })).max(20) })

export function getBuildpacks(request: ApiRequest): ApiAnswer {
  return list(installations(request), ['ordinal'])
}

export async function setBuildpacks(request: ApiRequest): Promise<ApiAnswer> {
  const { updates } = readBody(updateBody, request.body, 'PUT /apps/:app/buildpack-installations')
  await call(request, 'buildpacks:set', { app: appOf(request).id, buildpacks: updates.map(({ buildpack }) => buildpack) })
  return ok(installations(request))
}

function installations(request: ApiRequest): Record<string, unknown>[] {
  return appOf(request).buildpacks.map((name, ordinal) => ({ ordinal, buildpack: { name, url: name } }))
}
