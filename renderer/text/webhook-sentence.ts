// Webhooks as sentences.

import { shownAddress } from '../../shared/drains/drain-address.ts'
import type { EventOf } from '../../shared/protocol/events.ts'

type WebhookEvent = EventOf<'webhook.added' | 'webhook.changed' | 'webhook.removed' | 'webhook.triggered' | 'webhook.attempted'>

export function webhookSentence(event: WebhookEvent): string {
  switch (event.type) {
    case 'webhook.added':
      return `A webhook to ${shownAddress(event.data.url)} was added for ${event.data.include.join(', ')}`
    case 'webhook.changed':
      return 'A webhook was changed'
    case 'webhook.removed':
      return `The webhook to ${shownAddress(event.data.url)} was removed`
    case 'webhook.triggered':
      return `Webhooks for ${event.data.include} are told of a change: ${event.data.action}`
    case 'webhook.attempted':
      return attempt(event.data)
  }
}

function attempt({ url, include, code, error, isTaken, nextAt }: Extract<WebhookEvent, { type: 'webhook.attempted' }>['data']): string {
  const told = `${shownAddress(url)} ${code === null ? 'did not answer' : `answered ${code}`} when it was told of ${include}`
  if (isTaken) return told
  return `${told}${error === null ? '' : ` (${error})`}${nextAt === null ? '; it is not tried again' : '; it is tried again later'}`
}
