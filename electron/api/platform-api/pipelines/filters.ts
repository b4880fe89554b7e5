// Apps by their ids, in one question: how clients get the apps of a pipeline.

import { z } from 'zod'
import { list, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { appJson } from '../apps.ts'
import { stateOf } from '../lookups.ts'
import { readBody } from '../request-body.ts'

const filterBody = z.object({ in: z.object({ id: z.array(z.string()).max(1000) }) })

/** Ids that are no app's are left out. */
export function filterApps(request: ApiRequest): ApiAnswer {
  const { in: { id: ids } } = readBody(filterBody, request.body, 'POST /filters/apps')
  const { apps } = stateOf(request)
  const found = [...new Set(ids)].flatMap((id) => (Object.hasOwn(apps, id) ? (apps[id] ?? []) : []))
  return list(found.map((app) => asTeamApp(appJson(request, app))), ['id', 'name'])
}

/** The schema's form here is that of apps of teams. */
function asTeamApp({ acm: _acm, organization: _organization, generation: _generation, ...app }: Record<string, unknown>): Record<string, unknown> {
  return { ...app, locked: false, joined: false }
}
