// Certificates of custom domains: Heroku's SNI endpoints. They are read, checked and kept, and domains say which is theirs. Simplified: the
// router serves plain HTTP, so nobody is shown one. Automated certificates (ACM) are wanted or not; nobody issues any to this machine.

import type { App } from '../../../shared/domain/app.ts'
import { checkNames, type Certificate } from '../../../shared/domain/certificate.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { Room } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import type { Certificates } from '../ports/certificates.ts'

const mostPerApp = 100

/** `port`: none where nothing can read certificates. */
export function createCertificatesRoom(kernel: Kernel, port: Certificates | undefined): Room {
  const { state, ids, clock } = kernel

  function readable(chain: string, key: string) {
    if (port === undefined) throw new PlatformError('not-implemented', { call: 'A certificate in a world that reads none' })
    const found = port.read({ chain, key }, clock.now())
    if (found.kind === 'wrong') throw new PlatformError('certificate-invalid', { why: found.why })
    return { port, data: { chain: found.chain, ...found.facts, domains: [...found.facts.domains] } }
  }

  /** Keys of certificates that are gone go, too. */
  function tidy(): void {
    port?.keepOnly(Object.values(state.apps).flatMap((app) => (app.certificates ?? []).map(({ id }) => id)))
  }

  kernel.on('certificate.removed', tidy)
  kernel.on('app.destroyed', tidy)

  return {
    start: tidy,
    calls: {
      'certs:add': ({ app: named, chain, key }, { cause }) => {
        const app = requireApp(state, named)
        if ((app.certificates ?? []).length >= mostPerApp) throw new PlatformError('certificate-limit', { app: app.name, max: mostPerApp })
        const found = readable(chain, key)
        const own = { id: ids.next(), name: `cert-${ids.next().slice(0, 8)}` }
        found.port.keep(own.id, key)
        kernel.commit(cause, [{ type: 'certificate.added', app: app.id, data: { ...own, ...found.data } }])
        return { seq: state.seq, ...own }
      },
      'certs:update': ({ app: named, certificate: wanted, chain, key }, { cause }) => {
        const app = requireApp(state, named)
        const { id, name } = requireCertificate(app, wanted)
        const found = readable(chain, key)
        found.port.keep(id, key)
        kernel.commit(cause, [{ type: 'certificate.changed', app: app.id, data: { id, name, ...found.data } }])
        return { seq: state.seq }
      },
      'certs:remove': ({ app: named, certificate: wanted }, { cause }) => {
        const app = requireApp(state, named)
        const { id, name } = requireCertificate(app, wanted)
        const using = app.domains.find(({ certificateId }) => certificateId === id)
        if (using !== undefined) throw new PlatformError('certificate-in-use', { certificate: name, hostname: using.hostname })
        kernel.commit(cause, [{ type: 'certificate.removed', app: app.id, data: { id, name } }])
        return { seq: state.seq }
      },
      'domains:update': ({ app: named, hostname: wanted, certificate }, { cause }) => {
        const app = requireApp(state, named)
        const domain = app.domains.find(({ hostname, id }) => hostname === wanted.toLowerCase() || id === wanted)
        if (domain === undefined) throw new PlatformError('domain-not-found', { hostname: wanted })
        const found = certificate === null ? null : requireCertificate(app, certificate)
        if (found !== null) checkNames(found, domain.hostname)
        if ((domain.certificateId ?? null) !== (found?.id ?? null)) kernel.commit(cause, [{ type: 'domain.secured', app: app.id, data: { hostname: domain.hostname, certificateId: found?.id ?? null } }])
        return { seq: state.seq }
      },
      'certs:auto:set': ({ app: named, on }, { cause }) => {
        const app = requireApp(state, named)
        if ((app.acm ?? false) !== on) kernel.commit(cause, [{ type: 'acm.changed', app: app.id, data: { on } }])
        return { seq: state.seq }
      },
    },
  }
}

function requireCertificate(app: App, wanted: string): Certificate {
  const found = app.certificates?.find(({ id, name }) => id === wanted || name === wanted)
  if (found === undefined) throw new PlatformError('certificate-not-found', { certificate: wanted })
  return found
}
