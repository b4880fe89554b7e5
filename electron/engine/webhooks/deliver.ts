// Makes deliveries: posts what the journal says is due, and writes what came of it. What was written as taken is never sent again; an attempt
// whose end a killed engine did not write is made once more.

import { findWebhook } from '../../../shared/domain/state.ts'
import type { WebhookDelivery } from '../../../shared/domain/webhook.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { Cancel } from '../ports/clock.ts'
import type { Webhooks } from '../ports/webhooks.ts'
import { nextAttempt } from './backoff.ts'

const mostAtOnce = 16

export function createDeliverer(kernel: Kernel, port: Webhooks) {
  const { state, clock, ids } = kernel
  const timers = new Map<string, Cancel>()
  /** Ids that are due, oldest first. The journal bounds them: only so many deliveries are kept. */
  const due = new Set<string>()
  let underWay = 0
  let isStopped = false

  function schedule(delivery: WebhookDelivery): void {
    if (delivery.nextAt === null) return put(delivery.id)
    timers.get(delivery.id)?.()
    timers.set(delivery.id, clock.after(Math.max(0, delivery.nextAt - clock.now()), () => put(delivery.id)))
  }

  function put(id: string): void {
    timers.delete(id)
    due.add(id)
    next()
  }

  function next(): void {
    for (const id of due) {
      if (isStopped || underWay >= mostAtOnce) return
      due.delete(id)
      const delivery = state.webhookDeliveries[id]
      if (delivery !== undefined && isOpen(delivery)) void attempt(delivery)
    }
  }

  async function attempt(delivery: WebhookDelivery): Promise<void> {
    const webhook = findWebhook(state, delivery.appId, delivery.webhookId)
    if (webhook === null) return
    underWay++
    const attemptId = ids.next()
    const metadata = { attempt: { id: attemptId }, delivery: { id: delivery.id }, event: { id: delivery.eventId, include: delivery.include }, webhook: { id: webhook.id } }
    const text = JSON.stringify({ ...(JSON.parse(delivery.payload) as object), webhook_metadata: metadata })
    const answer = await port.post(webhook.url, {
      type: 'application/json', text, signature: { header: 'Heroku-Webhook-Hmac-SHA256', secret: webhook.secret },
      ...(webhook.authorization === null ? {} : { authorization: webhook.authorization }),
    }).then((code) => ({ code, error: null }), (error: unknown) => ({ code: null, error: error instanceof Error ? error.message : String(error) }))
    underWay--
    if (isStopped) return
    ended(delivery, webhook.url, attemptId, answer)
    next()
  }

  function ended(delivery: WebhookDelivery, url: string, attemptId: string, { code, error }: { code: number | null; error: string | null }): void {
    if (!isOpen(state.webhookDeliveries[delivery.id])) return
    const isTaken = code !== null && code >= 200 && code < 300
    const nextAt = isTaken ? null : nextAttempt(delivery, delivery.attempts + 1, clock.now(), kernel.random.next())
    kernel.commit({ kind: 'observed', text: `the receiver of a webhook ${code === null ? 'did not answer' : `answered ${code}`}` }, [{
      type: 'webhook.attempted', app: delivery.appId, data: { deliveryId: delivery.id, attemptId, url, include: delivery.include, code, error, isTaken, nextAt },
    }])
    const now = state.webhookDeliveries[delivery.id]
    if (nextAt !== null && now !== undefined) schedule(now)
  }

  function stop(): void {
    isStopped = true
    for (const cancel of timers.values()) cancel()
    timers.clear()
  }

  return { schedule, resume: () => Object.values(state.webhookDeliveries).filter(isOpen).forEach(schedule), stop }
}

const isOpen = (delivery: WebhookDelivery | undefined): boolean => delivery?.status === 'pending' || delivery?.status === 'retrying'
