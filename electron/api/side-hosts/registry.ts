// buildpack-registry.heroku.com: the buildpacks that are built in. `blob_url` is what the command line sets as an app's buildpack, so it is
// the name that the platform knows.

import { builtInBuildpacks } from '../../../shared/domain/buildpacks.ts'
import { idOf } from '../platform-api/identifiers.ts'
import { nothingAt, type SideRequest } from './side-request.ts'

export function registryHost(request: SideRequest): unknown {
  const { method, parts: [first, wanted, below], query } = request
  if (method !== 'GET' || first !== 'buildpacks') throw nothingAt(request)
  if (wanted === undefined || wanted === '') return builtInBuildpacks.map(buildpackJson).filter((one) => isWanted(one, query))
  const found = builtInBuildpacks.find((name) => name === wanted || idOf('buildpack', name) === wanted)
  if (found === undefined) throw nothingAt(request)
  if (below === undefined) return buildpackJson(found)
  if (below === 'readme') return { content: Buffer.from(buildpackJson(found).description).toString('base64') }
  if (below === 'revisions') return [{ id: idOf('buildpack-revision', found), release: 'built in', status: 'published', created_at: '2026-01-01T00:00:00Z', license: '', error: null }]
  throw nothingAt(request)
}

function buildpackJson(fullname: string) {
  const [namespace = '', name = ''] = fullname.split('/')
  return { id: idOf('buildpack', fullname), fullname, namespace, name, category: 'languages', description: `Builds ${name} apps; it comes with the platform.`, status: 'published', blob_url: fullname, latest_version: 'built in', support: { method: 'unsupported' }, source: { type: 'built-in' } }
}

/** As its search sends them: `in[namespace][]`, `in[name][]`, `like[description]`. */
function isWanted({ namespace, name, description }: ReturnType<typeof buildpackJson>, query: URLSearchParams): boolean {
  const among = (key: string, value: string): boolean => query.getAll(key).length === 0 || query.getAll(key).includes(value)
  const like = query.get('like[description]')
  return among('in[namespace][]', namespace) && among('in[name][]', name) && (like === null || description.toLowerCase().includes(like.toLowerCase()))
}
