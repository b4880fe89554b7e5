// Config values never leave the engine by accident: state and events on the wire carry this mask in place of each value.

import type { PlatformState } from '../domain/state.ts'
import { shownAddress } from '../drains/drain-address.ts'
import type { PlatformEvent } from './events.ts'

export const configMask = '••••••••'

export function redactEvent(event: PlatformEvent): PlatformEvent {
  if (event.type === 'config.changed') return { ...event, data: { changes: maskValues(event.data.changes) } }
  if (event.type === 'release.created') return { ...event, data: { ...event.data, config: maskValues(event.data.config) } }
  if (event.type === 'reviewapps.configured' && event.data.config !== undefined) return { ...event, data: { ...event.data, config: maskValues(event.data.config) } }
  if (event.type === 'drain.added' || event.type === 'drain.removed') return { ...event, data: { ...event.data, url: shownAddress(event.data.url) } } as PlatformEvent
  if (event.type === 'addon.provisioned' || event.type === 'addon.configured') return { ...event, data: { ...event.data, config: mapValues(event.data.config, maskValues) } } as PlatformEvent
  if (event.type === 'search.alertSet' && event.data.alert?.webhook != null) return { ...event, data: { ...event.data, alert: { ...event.data.alert, webhook: shownAddress(event.data.alert.webhook) } } }
  if (event.type === 'webhook.added' || event.type === 'webhook.changed' || event.type === 'webhook.removed' || event.type === 'webhook.attempted') return { ...event, data: maskWebhook(event.data) } as PlatformEvent
  if (event.type === 'partner.added') return { ...event, data: { ...event.data, ...masked } }
  if (event.type === 'partner.granted') return { ...event, data: { ...event.data, refreshToken: configMask } }
  return event
}

export function redactState(state: PlatformState): PlatformState {
  const apps = mapValues(state.apps, (app) => ({ ...app, config: maskValues(app.config), ...(app.drains === undefined ? {} : { drains: app.drains.map((drain) => ({ ...drain, url: shownAddress(drain.url) })) }), ...(app.webhooks === undefined ? {} : { webhooks: app.webhooks.map(maskWebhook) }) }))
  const releases = mapValues(state.releases, (list) => list.map((release) => ({ ...release, config: maskValues(release.config) })))
  const pipelines = mapValues(state.pipelines, (pipeline) => ({ ...pipeline, review: { ...pipeline.review, config: maskValues(pipeline.review.config) } }))
  const addOns = mapValues(state.addOns, (addOn) => ({ ...addOn, config: mapValues(addOn.config, maskValues) }))
  const savedSearches = mapValues(state.savedSearches, (list) => list.map((search) => (search.alert?.webhook == null ? search : { ...search, alert: { ...search.alert, webhook: shownAddress(search.alert.webhook) } })))
  const partners = mapValues(state.partners, (partner) => ({ ...partner, ...masked }))
  const partnerResources = mapValues(state.partnerResources, (resource) => ({ ...resource, refreshToken: resource.refreshToken === null ? null : configMask }))
  return { ...state, savedSearches, apps, releases, pipelines, addOns, partners, partnerResources }
}

const masked = { password: configMask, ssoSalt: configMask, clientSecret: configMask }

function maskWebhook<W extends { readonly url?: string | undefined; readonly secret?: string | undefined; readonly authorization?: string | null | undefined }>(webhook: W): W {
  const { url, secret, authorization } = webhook
  return { ...webhook, ...(url === undefined ? {} : { url: shownAddress(url) }), ...(secret === undefined ? {} : { secret: configMask }), ...(authorization == null ? {} : { authorization: configMask }) }
}

function maskValues<V extends string | null>(config: Readonly<Record<string, V>>): Record<string, V> {
  return mapValues(config, (value) => (value === null ? value : (configMask as V)))
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
