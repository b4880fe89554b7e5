// A slug that an app has released. Its archive is in no form that another platform unpacks, so there is no address to fetch it from; and
// slugs come from builds only: POST is answered 501.

import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { apiTime } from '../identifiers.ts'
import { appOf, releasesOf, stateOf } from '../lookups.ts'
import { slugIdentity } from '../releases.ts'
import { stackShape } from '../shapes.ts'

export function getSlug(request: ApiRequest): ApiAnswer {
  const app = appOf(request)
  const wanted = request.param('slug')
  const { slugs } = stateOf(request)
  const slug = releasesOf(stateOf(request), app).flatMap(({ slugId }) => (slugId !== null && (slugId === wanted || slugIdentity(slugId) === wanted) ? (slugs[slugId] ?? []) : []))[0]
  if (slug === undefined) throw new PlatformError('path-not-found', { path: `slug ${wanted} of ${app.name}` })
  return ok({
    id: slugIdentity(slug.id), blob: { method: 'get', url: '' }, buildpack_provided_description: slug.language, checksum: null, commit: slug.commit, commit_description: null, process_types: slug.processTypes, size: slug.bytes,
    stack: stackShape(slug.stack), created_at: apiTime(slug.createdAt), updated_at: apiTime(slug.createdAt), deleted_at: null,
  })
}
