// What went out to the webhooks of an app, and what the deliveries were about. The newest of the platform are kept.

import type { WebhookDelivery } from '../../../../shared/domain/webhook.ts'
import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import { list, ok, type ApiAnswer, type ApiRequest } from '../api-types.ts'
import { apiTime } from '../identifiers.ts'
import { appOf, stateOf } from '../lookups.ts'

export function listDeliveries(request: ApiRequest): ApiAnswer {
  return list(deliveriesOf(request).map(deliveryJson).map(inPlace), ['seq', 'id', 'created_at'])
}

export const getDelivery = (request: ApiRequest): ApiAnswer => ok(deliveryJson(deliveryIn(request, ({ id }) => id, request.param('delivery'))))

export function listWebhookEvents(request: ApiRequest): ApiAnswer {
  const byEvent = new Map(deliveriesOf(request).map((delivery) => [delivery.eventId, delivery]))
  return list([...byEvent.values()].map(eventJson).map(inPlace), ['seq', 'id', 'created_at'])
}

export const getWebhookEvent = (request: ApiRequest): ApiAnswer => ok(eventJson(deliveryIn(request, ({ eventId }) => eventId, request.param('event'))))

/** `seq` sorts these lists and is in no answer: the CLI asks for the newest first by it. */
function inPlace(item: Record<string, unknown>, place: number): Record<string, unknown> {
  return Object.defineProperty(item, 'seq', { value: place, enumerable: false })
}

function deliveriesOf(request: ApiRequest): WebhookDelivery[] {
  const { id } = appOf(request)
  return Object.values(stateOf(request).webhookDeliveries).filter(({ appId }) => appId === id)
}

function deliveryIn(request: ApiRequest, idOf: (delivery: WebhookDelivery) => string, wanted: string): WebhookDelivery {
  const found = deliveriesOf(request).find((delivery) => idOf(delivery) === wanted)
  if (found === undefined) throw new PlatformError('webhook-not-found', { webhook: wanted })
  return found
}

function deliveryJson({ id, webhookId, level, eventId, include, status, attempts, lastAttempt, nextAt, createdAt, updatedAt }: WebhookDelivery): Record<string, unknown> {
  return {
    id, webhook: { id: webhookId, level }, event: { id: eventId, include }, status, num_attempts: attempts, next_attempt_at: nextAt === null ? null : apiTime(nextAt),
    last_attempt: lastAttempt === null ? null : {
      id: lastAttempt.id, code: lastAttempt.code, error_class: lastAttempt.error, status: status === 'succeeded' ? 'succeeded' : 'failed', created_at: apiTime(lastAttempt.at), updated_at: apiTime(lastAttempt.at),
    },
    created_at: apiTime(createdAt), updated_at: apiTime(updatedAt),
  }
}

function eventJson({ eventId, include, payload, createdAt }: WebhookDelivery): Record<string, unknown> {
  const { action, actor, data, previous_data, resource, version } = JSON.parse(payload) as Record<string, unknown>
  return { id: eventId, include, payload: { action, actor, data, previous_data, resource, version }, created_at: apiTime(createdAt), updated_at: apiTime(createdAt) }
}
