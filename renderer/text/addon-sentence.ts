// Add-ons and attachments as sentences.

import type { EventOf } from '../../shared/protocol/events.ts'
import type { Names } from './names.ts'

type AddOnEvent = EventOf<
  | 'addon.created' | 'addon.provisioned' | 'addon.errored' | 'addon.configured' | 'addon.planChanged' | 'addon.renamed' | 'addon.deprovisioning' | 'addon.destroyed'
  | 'attachment.added' | 'attachment.removed'
>

export function addOnSentence(event: AddOnEvent, names: Names): string {
  const { data } = event
  switch (event.type) {
    case 'addon.created':
      return `Add-on ${event.data.name} of ${event.data.service}:${event.data.plan} is being created`
    case 'addon.provisioned':
      return `Add-on ${names.addOn(event.data.addOnId)} is ready`
    case 'addon.errored':
      return `Add-on ${names.addOn(event.data.addOnId)} could not be created, and costs nothing: ${event.data.message.replace(/\.$/, '')}`
    case 'addon.configured':
      return `Add-on ${names.addOn(event.data.addOnId)} has new config values: ${event.data.why}`
    case 'addon.planChanged':
      return `Add-on ${names.addOn(event.data.addOnId)} moved from ${event.data.from} to ${event.data.to}`
    case 'addon.renamed':
      return `Add-on ${event.data.from} was renamed to ${event.data.to}`
    case 'addon.deprovisioning':
      return `Add-on ${names.addOn(event.data.addOnId)} is being destroyed`
    case 'addon.destroyed':
      return `Add-on ${event.data.name} is gone${event.data.message === null ? '' : `, but something of it was left: ${event.data.message.replace(/\.$/, '')}`}`
    case 'attachment.added':
      return `Add-on ${names.addOn(data.addOnId)} was attached as ${event.data.name}`
    case 'attachment.removed':
      return `Add-on ${names.addOn(data.addOnId)} was detached: ${event.data.name} is gone`
  }
}
