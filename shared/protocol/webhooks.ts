// App webhooks in the contract.

import { z } from 'zod'
import { webhookLevels, type WebhookDelivery } from '../domain/webhook.ts'

const app = z.string().min(1).max(64)
const url = z.string().min(1).max(2048)
const include = z.array(z.string().max(64)).min(1).max(20)
const level = z.enum(webhookLevels)
const secret = z.string().min(1).max(256).nullable().optional()
const authorization = z.string().min(1).max(1024).nullable().optional()
const done = z.object({ seq: z.number().int() })
const webhook = z.object({ id: z.string(), url: z.string(), include: z.array(z.string()), level, createdAt: z.number(), updatedAt: z.number() })

export const webhookCalls = {
  'webhooks:list': { input: z.object({ app }), output: z.object({ webhooks: z.array(webhook) }) },
  /** Without a secret one is made; either way it is told here and never again. */
  'webhooks:add': { input: z.object({ app, url, include, level, secret, authorization }), output: z.object({ seq: z.number().int(), id: z.string(), secret: z.string(), leavesMachine: z.boolean() }) },
  /** Only what is given changes. The secret is told if it was given. */
  'webhooks:update': { input: z.object({ app, webhook: z.string().max(64), url: url.optional(), include: include.optional(), level: level.optional(), secret, authorization }), output: done },
  'webhooks:remove': { input: z.object({ app, webhook: z.string().max(64) }), output: done },
  /** Newest last. */
  'webhooks:deliveries': { input: z.object({ app }), output: z.object({ deliveries: z.array(z.custom<WebhookDelivery>()) }) },
} as const

export const webhookEvents = {
  'webhook.added': z.object({ id: z.string(), url: z.string(), include: z.array(z.string()), level, secret: z.string(), authorization: z.string().nullable() }),
  /** Only what changed. */
  'webhook.changed': z.object({ id: z.string(), url: z.string().optional(), include: z.array(z.string()).optional(), level: level.optional(), secret: z.string().optional(), authorization: z.string().nullable().optional() }),
  'webhook.removed': z.object({ id: z.string(), url: z.string() }),
  /** Something that webhooks listen for came about. */
  'webhook.triggered': z.object({ eventId: z.string(), include: z.string(), action: z.string(), payload: z.string(), deliveries: z.array(z.object({ id: z.string(), webhookId: z.string(), level })) }),
  /** `nextAt` is null when it was the last attempt. */
  'webhook.attempted': z.object({ deliveryId: z.string(), attemptId: z.string(), url: z.string(), include: z.string(), code: z.number().int().nullable(), error: z.string().nullable(), isTaken: z.boolean(), nextAt: z.number().nullable() }),
} as const
