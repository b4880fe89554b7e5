import { z } from 'zod'
import type { App, Domain } from '../../../shared/domain/app.ts'
import { checkNames } from '../../../shared/domain/certificate.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from './api-types.ts'
import { apiTime, idOf } from './identifiers.ts'
import { appOf, call } from './lookups.ts'
import { readBody } from './request-body.ts'
import { appShape } from './shapes.ts'

const endpoint = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id), z.object({ name: z.string() }).transform(({ name }) => name)]).nullish()
const createBody = z.object({ hostname: z.string().max(253), sni_endpoint: endpoint })
const updateBody = z.object({ sni_endpoint: endpoint })

/** The name every app has comes first, as on Heroku. */
export function listDomains(request: ApiRequest): ApiAnswer {
  const app = appOf(request)
  return list([ownDomain(app), ...app.domains.map((domain) => domainJson(app, domain))], ['hostname', 'id'])
}

export function getDomain(request: ApiRequest): ApiAnswer {
  const app = appOf(request)
  const wanted = request.param('domain')
  const own = ownDomain(app)
  if (own['hostname'] === wanted || own['id'] === wanted) return ok(own)
  return ok(domainJson(app, domainOf(request)))
}

export async function createDomain(request: ApiRequest): Promise<ApiAnswer> {
  const { hostname, sni_endpoint: certificate } = readBody(createBody, request.body, 'POST /apps/:app/domains')
  const before = appOf(request).domains
  if (certificate != null) checkCertificate(appOf(request), certificate, hostname)
  await call(request, 'domains:add', { app: appOf(request).id, hostname })
  if (certificate != null) await call(request, 'domains:update', { app: appOf(request).id, hostname, certificate })
  const app = appOf(request)
  const added = app.domains.find((domain) => !before.some(({ id }) => id === domain.id))
  if (added === undefined) throw new PlatformError('domain-not-found', { hostname })
  return created(domainJson(app, added))
}

/** Before the domain is added: what is refused leaves nothing behind. */
function checkCertificate({ certificates }: App, wanted: string, hostname: string): void {
  const found = certificates?.find(({ id, name }) => id === wanted || name === wanted)
  if (found === undefined) throw new PlatformError('certificate-not-found', { certificate: wanted })
  checkNames(found, hostname)
}

export async function updateDomain(request: ApiRequest): Promise<ApiAnswer> {
  const { sni_endpoint: certificate } = readBody(updateBody, request.body, 'PATCH /apps/:app/domains/:domain')
  if (certificate !== undefined) await call(request, 'domains:update', { app: appOf(request).id, hostname: domainOf(request).hostname, certificate })
  return ok(domainJson(appOf(request), domainOf(request)))
}

export async function deleteDomain(request: ApiRequest): Promise<ApiAnswer> {
  const app = appOf(request)
  const domain = domainOf(request)
  await call(request, 'domains:remove', { app: app.id, hostname: domain.hostname })
  return ok(domainJson(app, domain))
}

function domainOf(request: ApiRequest): Domain {
  const wanted = request.param('domain')
  const found = appOf(request).domains.find((domain) => domain.hostname === wanted.toLowerCase() || domain.id === wanted)
  if (found === undefined) throw new PlatformError('domain-not-found', { hostname: wanted })
  return found
}

function domainJson(app: App, domain: Domain): Record<string, unknown> {
  const time = apiTime(domain.createdAt)
  const found = app.certificates?.find(({ id }) => id === domain.certificateId)
  return {
    ...shared(app), id: domain.id, hostname: domain.hostname, kind: 'custom', cname: `${app.name}.localhost`, sni_endpoint: found === undefined ? null : { id: found.id, name: found.name },
    ...(app.acm === true && found === undefined ? { acm_status: 'failed', acm_status_reason: 'Nobody issues certificates to this machine: add one of your own.' } : {}), created_at: time, updated_at: time,
  }
}

function ownDomain(app: App): Record<string, unknown> {
  const hostname = `${app.name}.localhost`
  const time = apiTime(app.createdAt)
  return { ...shared(app), id: idOf('domain', app.id), hostname, kind: 'heroku', cname: null, created_at: time, updated_at: time }
}

function shared(app: App): Record<string, unknown> {
  return { app: appShape(app), status: 'none', acm_status: null, acm_status_reason: null, sni_endpoint: null }
}
