import { z } from 'zod'
import type { App } from '../../../../shared/domain/app.ts'
import type { Certificate } from '../../../../shared/domain/certificate.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { created, list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { appJson } from '../apps.ts'
import { apiTime, idOf } from '../identifiers.ts'
import { appOf, call } from '../lookups.ts'
import { readBody } from '../request-body.ts'
import { appShape } from '../shapes.ts'

const pair = z.object({ certificate_chain: z.string().min(1).max(65_536), private_key: z.string().min(1).max(65_536) })

export function listEndpoints(request: ApiRequest): ApiAnswer {
  const app = appOf(request)
  return list((app.certificates ?? []).map((certificate) => endpointJson(app, certificate)), ['id', 'name'])
}

export const getEndpoint = (request: ApiRequest): ApiAnswer => ok(endpointJson(appOf(request), endpointIn(request)))

export async function createEndpoint(request: ApiRequest): Promise<ApiAnswer> {
  const { certificate_chain: chain, private_key: key } = readBody(pair, request.body, 'POST /apps/:app/sni-endpoints')
  const { id } = (await call(request, 'certs:add', { app: appOf(request).id, chain, key })) as { id: string }
  return created(endpointJson(appOf(request), endpointIn(request, id)))
}

export async function updateEndpoint(request: ApiRequest): Promise<ApiAnswer> {
  const { certificate_chain: chain, private_key: key } = readBody(pair, request.body, 'PATCH /apps/:app/sni-endpoints/:endpoint')
  const { id } = endpointIn(request)
  await call(request, 'certs:update', { app: appOf(request).id, certificate: id, chain, key })
  return ok(endpointJson(appOf(request), endpointIn(request, id)))
}

export async function deleteEndpoint(request: ApiRequest): Promise<ApiAnswer> {
  const app = appOf(request)
  const last = endpointIn(request)
  await call(request, 'certs:remove', { app: app.id, certificate: last.id })
  return ok(endpointJson(app, last))
}

export const enableAcm = (request: ApiRequest): Promise<ApiAnswer> => setAcm(request, true)
export const disableAcm = (request: ApiRequest): Promise<ApiAnswer> => setAcm(request, false)

/** There is nothing to get anew: nobody issues certificates to this machine. */
export const refreshAcm = (request: ApiRequest): ApiAnswer => ok(appJson(request, appOf(request)))

async function setAcm(request: ApiRequest, on: boolean): Promise<ApiAnswer> {
  await call(request, 'certs:auto:set', { app: appOf(request).id, on })
  return ok(appJson(request, appOf(request)))
}

function endpointIn(request: ApiRequest, wanted: string = request.param('endpoint')): Certificate {
  const found = appOf(request).certificates?.find(({ id, name }) => id === wanted || name === wanted)
  if (found === undefined) throw new PlatformError('certificate-not-found', { certificate: wanted })
  return found
}

function endpointJson(app: App, certificate: Certificate): Record<string, unknown> {
  const { id, name, chain, domains, startsAt, expiresAt, issuer, subject, isSelfSigned, isCaSigned, createdAt, updatedAt } = certificate
  return {
    id, name, display_name: null, app: appShape(app), certificate_chain: chain, domains: app.domains.filter(({ certificateId }) => certificateId === id).map((domain) => domain.id),
    ssl_cert: { id: idOf('ssl-cert', id), cert_domains: domains, starts_at: apiTime(startsAt), expires_at: apiTime(expiresAt), issuer, subject, 'self_signed?': isSelfSigned, 'ca_signed?': isCaSigned, acm: false },
    created_at: apiTime(createdAt), updated_at: apiTime(updatedAt),
  }
}
