// Partners as sentences.

import { duration } from '../../shared/text/time.ts'
import type { EventOf } from '../../shared/protocol/events.ts'
import type { Names } from './names.ts'

type PartnerEvent = EventOf<'partner.added' | 'partner.removed' | 'partner.answered' | 'partner.granted'>

export function partnerSentence(event: PartnerEvent, names: Names): string {
  switch (event.type) {
    case 'partner.added':
      return `${event.data.title} was plugged in: its add-ons come from ${event.data.baseUrl}`
    case 'partner.removed':
      return `${event.data.title} is not offered any more`
    case 'partner.answered':
      return `${event.data.slug} answered after ${duration(event.data.tookMs)}: add-on ${names.addOn(event.data.addOnId)} ${event.data.isLater ? 'will be ready later' : 'is made'}`
    case 'partner.granted':
      return `${event.data.slug} got access to add-on ${names.addOn(event.data.addOnId)}`
  }
}
