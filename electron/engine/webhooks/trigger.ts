// Which events of the journal are what Heroku tells webhooks of (its article on webhook events), and which resource of the Platform API shows
// it. Each resource goes out as that API shows it. Ours: an app that is destroyed takes its webhooks along, so nobody hears of that.

import type { PlatformEvent } from '../../../shared/protocol/events.ts'

export type Trigger = {
  readonly topic: string
  readonly action: 'create' | 'update' | 'destroy'
  /** Where the Platform API shows the resource. */
  readonly path: string
}

export function triggersOf(event: PlatformEvent): readonly Trigger[] {
  const at = `/apps/${event.app ?? ''}`
  const one = (topic: string, action: Trigger['action'], path: string): readonly Trigger[] => [{ topic: `api:${topic}`, action, path }]
  switch (event.type) {
    case 'app.renamed':
    case 'maintenance.changed':
    case 'stack.changed':
      return one('app', 'update', at)
    case 'build.started':
      return one('build', 'create', `${at}/builds/${event.data.buildId}`)
    case 'build.succeeded':
    case 'build.failed':
      return one('build', 'update', `${at}/builds/${event.data.buildId}`)
    case 'release.created':
      return one('release', 'create', `${at}/releases/${event.data.version}`)
    case 'release.succeeded':
    case 'release.failed':
      return one('release', 'update', `${at}/releases/${event.data.version}`)
    case 'formation.changed':
      return Object.keys(event.data.changes).flatMap((type) => one('formation', 'update', `${at}/formation/${type}`))
    case 'dyno.created':
      return one('dyno', 'create', `${at}/dynos/${event.data.dynoId}`)
    case 'dyno.up':
    case 'dyno.crashed':
    case 'dyno.idled':
      return one('dyno', 'update', `${at}/dynos/${event.data.dynoId}`)
    case 'dyno.removed':
      return one('dyno', 'destroy', `${at}/dynos/${event.data.dynoId}`)
    case 'domain.added':
      return one('domain', 'create', `${at}/domains/${event.data.hostname}`)
    case 'domain.removed':
      return one('domain', 'destroy', `${at}/domains/${event.data.hostname}`)
    case 'certificate.added':
      return one('sni-endpoint', 'create', `${at}/sni-endpoints/${event.data.id}`)
    case 'certificate.changed':
      return one('sni-endpoint', 'update', `${at}/sni-endpoints/${event.data.id}`)
    case 'certificate.removed':
      return one('sni-endpoint', 'destroy', `${at}/sni-endpoints/${event.data.id}`)
    case 'addon.created':
      return one('addon', 'create', `/addons/${event.data.addOnId}`)
    case 'addon.provisioned':
    case 'addon.planChanged':
    case 'addon.renamed':
      return one('addon', 'update', `/addons/${event.data.addOnId}`)
    case 'addon.destroyed':
      return one('addon', 'destroy', `/addons/${event.data.addOnId}`)
    case 'attachment.added':
      return one('addon-attachment', 'create', `/addon-attachments/${event.data.attachmentId}`)
    case 'attachment.removed':
      return one('addon-attachment', 'destroy', `/addon-attachments/${event.data.attachmentId}`)
    case 'collaborator.added':
      return one('collaborator', 'create', `${at}/collaborators/${event.data.email}`)
    case 'collaborator.changed':
      return one('collaborator', 'update', `${at}/collaborators/${event.data.email}`)
    case 'collaborator.removed':
      return one('collaborator', 'destroy', `${at}/collaborators/${event.data.email}`)
    default:
      return []
  }
}

/** Where the API lists what an app has now, and by which of its fields, or a field's field, `triggersOf` names each. */
export const listedOf = (appId: string): readonly { readonly list: string; readonly one: string; readonly by: string }[] => [
  { list: `/apps/${appId}/dynos`, one: `/apps/${appId}/dynos/`, by: 'id' },
  { list: `/apps/${appId}/formation`, one: `/apps/${appId}/formation/`, by: 'type' },
  { list: `/apps/${appId}/domains`, one: `/apps/${appId}/domains/`, by: 'hostname' },
  { list: `/apps/${appId}/sni-endpoints`, one: `/apps/${appId}/sni-endpoints/`, by: 'id' },
  { list: `/apps/${appId}/collaborators`, one: `/apps/${appId}/collaborators/`, by: 'user.email' },
  { list: `/apps/${appId}/addons`, one: '/addons/', by: 'id' },
  { list: `/apps/${appId}/addon-attachments`, one: '/addon-attachments/', by: 'id' },
]
