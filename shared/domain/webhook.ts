// Webhooks: what happens to an app, posted to an address that somebody gave. Levels, statuses and the names of what can be heard of are those
// of Heroku's Platform API and its article on app webhooks.

import type { AppId } from './app.ts'

export const webhookLevels = ['notify', 'sync'] as const
export type WebhookLevel = (typeof webhookLevels)[number]

/** Of Heroku's list; `api:collaborator` may be asked for, and nothing comes of it yet. */
export const webhookTopics = ['api:addon-attachment', 'api:addon', 'api:app', 'api:build', 'api:collaborator', 'api:domain', 'api:dyno', 'api:formation', 'api:release', 'api:sni-endpoint'] as const

export type Webhook = {
  readonly id: string
  readonly url: string
  readonly include: readonly string[]
  /** `notify`: one attempt. `sync`: until it is taken, or 72 hours have gone. */
  readonly level: WebhookLevel
  readonly secret: string
  /** Sent as the Authorization header. */
  readonly authorization: string | null
  readonly createdAt: number
  readonly updatedAt: number
}

type WebhookAttempt = { readonly id: string; readonly at: number; /** null: there was no answer. */ readonly code: number | null; readonly error: string | null }

export type WebhookDelivery = {
  readonly id: string
  readonly appId: AppId
  readonly webhookId: string
  readonly level: WebhookLevel
  /** Deliveries to several webhooks have it in common. */
  readonly eventId: string
  readonly include: string
  /** JSON: all of the body but `webhook_metadata`, which is another one at each attempt. */
  readonly payload: string
  readonly status: 'pending' | 'retrying' | 'succeeded' | 'failed'
  readonly attempts: number
  readonly lastAttempt: WebhookAttempt | null
  /** null unless it is retried. */
  readonly nextAt: number | null
  readonly createdAt: number
  readonly updatedAt: number
}

/** Of the whole platform; the oldest goes first. */
export const maxDeliveriesKept = 200
