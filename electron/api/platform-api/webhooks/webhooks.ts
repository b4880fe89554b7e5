import { z } from 'zod'
import { webhookLevels, type Webhook } from '../../../../shared/domain/webhook.ts'
import { shownAddress } from '../../../../shared/drains/drain-address.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { apiTime } from '../identifiers.ts'
import { appOf, call } from '../lookups.ts'
import { readBody } from '../request-body.ts'
import { appShape } from '../shapes.ts'

const fields = { secret: z.string().max(256).nullish(), authorization: z.string().max(1024).nullish() }
const include = z.array(z.string()).min(1).max(20)
const createBody = z.object({ ...fields, url: z.string().max(2048), include, level: z.enum(webhookLevels) })
const updateBody = z.object({ ...fields, url: z.string().max(2048).optional(), include: include.optional(), level: z.enum(webhookLevels).optional() })

export const listWebhooks = (request: ApiRequest): ApiAnswer => list((appOf(request).webhooks ?? []).map((webhook) => webhookJson(request, webhook)), ['id', 'created_at'])

export const getWebhook = (request: ApiRequest): ApiAnswer => ok(webhookJson(request, webhookIn(request)))

/** The secret is told in this one answer's header, whoever made it. */
export async function createWebhook(request: ApiRequest): Promise<ApiAnswer> {
  const wanted = readBody(createBody, request.body, 'POST /apps/:app/webhooks')
  const { id, secret } = (await call(request, 'webhooks:add', { app: appOf(request).id, ...wanted })) as { id: string; secret: string }
  return { kind: 'one', status: 201, body: webhookJson(request, webhookIn(request, id)), headers: { 'Heroku-Webhook-Secret': secret } }
}

export async function updateWebhook(request: ApiRequest): Promise<ApiAnswer> {
  const wanted = readBody(updateBody, request.body, 'PATCH /apps/:app/webhooks/:webhook')
  await call(request, 'webhooks:update', { app: appOf(request).id, webhook: webhookIn(request).id, ...wanted })
  return ok(webhookJson(request, webhookIn(request)))
}

export async function deleteWebhook(request: ApiRequest): Promise<ApiAnswer> {
  const last = webhookIn(request)
  await call(request, 'webhooks:remove', { app: appOf(request).id, webhook: last.id })
  return ok(webhookJson(request, last))
}

function webhookIn(request: ApiRequest, id: string = request.param('webhook')): Webhook {
  const found = appOf(request).webhooks?.find((webhook) => webhook.id === id)
  if (found === undefined) throw new PlatformError('webhook-not-found', { webhook: id })
  return found
}

function webhookJson(request: ApiRequest, { id, url, level, include: topics, createdAt, updatedAt }: Webhook): Record<string, unknown> {
  return { id, app: appShape(appOf(request)), url: shownAddress(url), level, include: topics, created_at: apiTime(createdAt), updated_at: apiTime(updatedAt) }
}
