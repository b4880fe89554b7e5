import type { ApiRoute } from '../api-types.ts'
import { getDelivery, getWebhookEvent, listDeliveries, listWebhookEvents } from '../webhooks/deliveries.ts'
import { createWebhook, deleteWebhook, getWebhook, listWebhooks, updateWebhook } from '../webhooks/webhooks.ts'

export const webhookRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/apps/:app/webhooks', handle: listWebhooks },
  { method: 'POST', path: '/apps/:app/webhooks', handle: createWebhook },
  { method: 'GET', path: '/apps/:app/webhooks/:webhook', handle: getWebhook },
  { method: 'PATCH', path: '/apps/:app/webhooks/:webhook', handle: updateWebhook },
  { method: 'DELETE', path: '/apps/:app/webhooks/:webhook', handle: deleteWebhook },
  { method: 'GET', path: '/apps/:app/webhook-deliveries', handle: listDeliveries },
  { method: 'GET', path: '/apps/:app/webhook-deliveries/:delivery', handle: getDelivery },
  { method: 'GET', path: '/apps/:app/webhook-events', handle: listWebhookEvents },
  { method: 'GET', path: '/apps/:app/webhook-events/:event', handle: getWebhookEvent },
]
