// Folds of webhooks and their deliveries. The webhooks of an app are the app's and go with it; deliveries that nobody can make any more fail.

import type { App } from '../domain/app.ts'
import type { PlatformState } from '../domain/state.ts'
import { maxDeliveriesKept, type Webhook, type WebhookDelivery } from '../domain/webhook.ts'
import type { EventOf } from '../protocol/events.ts'

type WebhookEvent = EventOf<'webhook.added' | 'webhook.changed' | 'webhook.removed' | 'webhook.triggered' | 'webhook.attempted'>

export function foldWebhook(state: PlatformState, event: WebhookEvent): void {
  switch (event.type) {
    case 'webhook.added':
      return change(state, event.app, (webhooks) => [...webhooks, { ...event.data, createdAt: event.at, updatedAt: event.at }])
    case 'webhook.changed': {
      const given = Object.fromEntries(Object.entries(event.data).filter(([, value]) => value !== undefined))
      return change(state, event.app, (webhooks) => webhooks.map((webhook) => (webhook.id === event.data.id ? { ...webhook, ...given, updatedAt: event.at } : webhook)))
    }
    case 'webhook.removed':
      for (const delivery of Object.values(state.webhookDeliveries)) if (delivery.webhookId === event.data.id) giveUp(state, delivery, event.at)
      return change(state, event.app, (webhooks) => webhooks.filter(({ id }) => id !== event.data.id))
    case 'webhook.triggered':
      return trigger(state, event)
    case 'webhook.attempted':
      return attempt(state, event)
  }
}

/** When its app is gone. */
export function forgetDeliveries(state: PlatformState, appId: string): void {
  for (const { id, appId: own } of Object.values(state.webhookDeliveries)) if (own === appId) delete state.webhookDeliveries[id]
}

function trigger(state: PlatformState, { app, at, data }: EventOf<'webhook.triggered'>): void {
  const { eventId, include, payload } = data
  for (const { id, webhookId, level } of data.deliveries) {
    state.webhookDeliveries[id] = { id, appId: app ?? '', webhookId, level, eventId, include, payload, status: 'pending', attempts: 0, lastAttempt: null, nextAt: null, createdAt: at, updatedAt: at }
  }
  for (const id of Object.keys(state.webhookDeliveries).slice(0, -maxDeliveriesKept)) delete state.webhookDeliveries[id]
}

function attempt(state: PlatformState, { at, data }: EventOf<'webhook.attempted'>): void {
  const delivery = state.webhookDeliveries[data.deliveryId]
  if (delivery === undefined) return
  const status = data.isTaken ? 'succeeded' : data.nextAt === null ? 'failed' : 'retrying'
  const lastAttempt = { id: data.attemptId, at, code: data.code, error: data.error }
  state.webhookDeliveries[delivery.id] = { ...delivery, status, lastAttempt, attempts: delivery.attempts + 1, nextAt: data.nextAt, updatedAt: at }
}

function giveUp(state: PlatformState, delivery: WebhookDelivery, at: number): void {
  if (delivery.status === 'pending' || delivery.status === 'retrying') state.webhookDeliveries[delivery.id] = { ...delivery, status: 'failed', nextAt: null, updatedAt: at }
}

function change(state: PlatformState, appId: string | null, next: (webhooks: readonly Webhook[]) => readonly Webhook[]): void {
  const app: App | undefined = state.apps[appId ?? '']
  if (app !== undefined) state.apps[app.id] = { ...app, webhooks: next(app.webhooks ?? []) }
}
