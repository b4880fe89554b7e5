import type { App } from '../domain/app.ts'
import type { PlatformState } from '../domain/state.ts'
import type { EventOf } from '../protocol/events.ts'

type CertificateEvent = EventOf<'certificate.added' | 'certificate.changed' | 'certificate.removed' | 'domain.secured' | 'acm.changed'>

export function foldCertificate(state: PlatformState, event: CertificateEvent): void {
  const app = state.apps[event.app ?? '']
  if (app !== undefined) state.apps[app.id] = { ...app, ...changed(app, event), updatedAt: event.at }
}

function changed(app: App, event: CertificateEvent): Partial<App> {
  const certificates = app.certificates ?? []
  switch (event.type) {
    case 'certificate.added':
      return { certificates: [...certificates, { ...event.data, createdAt: event.at, updatedAt: event.at }] }
    case 'certificate.changed':
      return { certificates: certificates.map((one) => (one.id === event.data.id ? { ...one, ...event.data, updatedAt: event.at } : one)) }
    case 'certificate.removed':
      return { certificates: certificates.filter(({ id }) => id !== event.data.id) }
    case 'domain.secured':
      return { domains: app.domains.map((domain) => (domain.hostname === event.data.hostname ? { ...domain, certificateId: event.data.certificateId } : domain)) }
    case 'acm.changed':
      return { acm: event.data.on }
  }
}
