// App webhooks: what happens to an app, told by HTTP to whoever was named. Heroku makes its events from its own log of changes; here they are
// made from the journal, and deliveries are in it, so that nothing that was taken goes out again after a restart.

import { findWebhook, type PlatformState } from '../../../shared/domain/state.ts'
import { webhookTopics, type Webhook } from '../../../shared/domain/webhook.ts'
import { readDrainAddress, shownAddress } from '../../../shared/drains/drain-address.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { Room } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import type { Webhooks } from '../ports/webhooks.ts'
import { createDeliverer } from './deliver.ts'
import { createPayloads, type Describe } from './payload.ts'
import { triggersOf } from './trigger.ts'

export type WebhooksRoom = Room & {
  /** Who can say how the Platform API shows something. Until then events wait. */
  describeBy(describe: Describe): void
}

const webhooksPerApp = 20
const mostWaiting = 1000

export function createWebhooksRoom(kernel: Kernel, { port, onTrouble }: { readonly port: Webhooks; onTrouble(error: unknown): void }): WebhooksRoom {
  const { state, ids } = kernel
  const deliverer = createDeliverer(kernel, port)
  let payloads: ReturnType<typeof createPayloads> | null = null
  let waiting: PlatformEvent[] = []
  let last: Promise<unknown> = Promise.resolve()
  let isStopped = false

  /** One after the other: how something looked before is known only in order. */
  const inTurn = (step: () => Promise<void>): void => void (last = last.then(() => (isStopped ? undefined : step())).catch(onTrouble))

  function hear(event: PlatformEvent): void {
    if ((state.apps[event.app ?? '']?.webhooks ?? []).length === 0 || triggersOf(event).length === 0) return
    if (payloads !== null) inTurn(() => trigger(event))
    else waiting = [...waiting, event].slice(-mostWaiting)
  }

  async function trigger(event: PlatformEvent): Promise<void> {
    for (const found of triggersOf(event)) {
      const app = state.apps[event.app ?? '']
      const eventId = ids.next()
      const payload = app === undefined ? null : await payloads?.compose(app, eventId, found, event)
      const listening = (state.apps[app?.id ?? '']?.webhooks ?? []).filter(({ include }) => include.includes(found.topic))
      if (app === undefined || payload == null || listening.length === 0 || isStopped) continue
      kernel.commit(because(event), [{ type: 'webhook.triggered', app: app.id, data: { eventId, include: found.topic, action: found.action, payload, deliveries: listening.map(({ id, level }) => ({ id: ids.next(), webhookId: id, level })) } }])
    }
  }

  function look(appId: string | null): void {
    inTurn(async () => {
      const app = state.apps[appId ?? '']
      if (app?.webhooks?.length === 1) await payloads?.look(app)
    })
  }

  function describeBy(describe: Describe): void {
    const made = createPayloads(describe)
    payloads = made
    inTurn(async () => {
      for (const app of Object.values(state.apps)) if ((app.webhooks ?? []).length > 0) await made.look(app)
    })
    for (const event of waiting) inTurn(() => trigger(event))
    waiting = []
  }

  kernel.on('webhook.added', ({ app }) => look(app))
  kernel.on('app.destroyed', ({ app }) => payloads?.forget(app ?? ''))
  kernel.on('webhook.triggered', ({ data }) => {
    for (const { id } of data.deliveries) {
      const delivery = state.webhookDeliveries[id]
      if (delivery !== undefined) deliverer.schedule(delivery)
    }
  })
  kernel.listen((events) => events.forEach(hear))

  return {
    describeBy,
    start: deliverer.resume,
    stop: () => {
      isStopped = true
      deliverer.stop()
    },
    calls: {
      'webhooks:list': ({ app }) => ({ webhooks: (requireApp(state, app).webhooks ?? []).map(({ secret: _secret, authorization: _authorization, include, ...told }) => ({ ...told, include: [...include] })) }),
      'webhooks:add': ({ app: named, url, include, level, secret, authorization }, { cause }) => {
        const app = requireApp(state, named)
        if ((app.webhooks ?? []).length >= webhooksPerApp) throw new PlatformError('webhook-limit', { app: app.name, max: webhooksPerApp })
        const leavesMachine = !checkedAddress(url).isLoopback
        checkTopics(include)
        const own = { id: ids.next(), secret: secret ?? `${ids.next()}${ids.next()}`.replaceAll('-', '') }
        kernel.commit(cause, [{ type: 'webhook.added', app: app.id, data: { ...own, url: url.trim(), include: [...new Set(include)], level, authorization: authorization ?? null } }])
        return { seq: state.seq, ...own, leavesMachine }
      },
      'webhooks:update': ({ app, webhook: wanted, url, include, level, secret, authorization }, { cause }) => {
        const { appId, webhook } = requireWebhook(state, app, wanted)
        if (url !== undefined) checkedAddress(url)
        if (include !== undefined) checkTopics(include)
        kernel.commit(cause, [{ type: 'webhook.changed', app: appId, data: {
          id: webhook.id, ...(url === undefined ? {} : { url: url.trim() }), ...(include === undefined ? {} : { include: [...new Set(include)] }), ...(level === undefined ? {} : { level }),
          ...(secret == null ? {} : { secret }), ...(authorization === undefined ? {} : { authorization }),
        } }])
        return { seq: state.seq }
      },
      'webhooks:remove': ({ app, webhook: wanted }, { cause }) => {
        const { appId, webhook } = requireWebhook(state, app, wanted)
        kernel.commit(cause, [{ type: 'webhook.removed', app: appId, data: { id: webhook.id, url: webhook.url } }])
        return { seq: state.seq }
      },
      'webhooks:deliveries': ({ app: named }) => {
        const app = requireApp(state, named)
        return { deliveries: Object.values(state.webhookDeliveries).filter(({ appId }) => appId === app.id) }
      },
    },
  }
}

function requireWebhook(state: PlatformState, named: string, wanted: string): { readonly appId: string; readonly webhook: Webhook } {
  const app = requireApp(state, named)
  const webhook = findWebhook(state, app.id, wanted)
  if (webhook === null) throw new PlatformError('webhook-not-found', { webhook: wanted })
  return { appId: app.id, webhook }
}

/** Addresses are read as those of log drains are: any host that the person names, and it is said when that leaves the machine. */
function checkedAddress(url: string): { readonly isLoopback: boolean } {
  const read = readDrainAddress(url)
  if (!('address' in read)) throw new PlatformError('webhook-url-invalid', { url: shownAddress(url), why: read.why })
  if (read.address.kind !== 'http' && read.address.kind !== 'https') throw new PlatformError('webhook-url-invalid', { url: shownAddress(url), why: 'webhooks go by http:// or https://' })
  return read.address
}

function checkTopics(include: readonly string[]): void {
  const topics: readonly string[] = webhookTopics
  const unknown = include.find((topic) => !topics.includes(topic))
  if (unknown !== undefined) throw new PlatformError('webhook-topic-unknown', { topic: unknown, known: topics.join(', ') })
}
