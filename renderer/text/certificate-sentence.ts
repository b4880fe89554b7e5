// Certificates as sentences.

import type { EventOf } from '../../shared/protocol/events.ts'

type CertificateEvent = EventOf<'certificate.added' | 'certificate.changed' | 'certificate.removed' | 'domain.secured' | 'acm.changed'>

export function certificateSentence(event: CertificateEvent): string {
  switch (event.type) {
    case 'certificate.added':
      return `The certificate ${event.data.name} for ${event.data.domains.join(', ')} was added`
    case 'certificate.changed':
      return `The certificate ${event.data.name} was replaced, for ${event.data.domains.join(', ')}`
    case 'certificate.removed':
      return `The certificate ${event.data.name} was removed`
    case 'domain.secured':
      return event.data.certificateId === null ? `Domain ${event.data.hostname} has no certificate any more` : `Domain ${event.data.hostname} has another certificate`
    case 'acm.changed':
      return event.data.on ? 'Automated certificates were turned on; nobody issues any to this machine' : 'Automated certificates were turned off'
  }
}
