// Certificates that people gave an app: Heroku's SNI endpoints. The private key is not here: it is a file that only this machine's user can read.

import { PlatformError } from '../errors/platform-error.ts'

/** What a chain says of itself. */
export type CertificateFacts = {
  readonly domains: readonly string[]
  readonly startsAt: number
  readonly expiresAt: number
  readonly issuer: string
  readonly subject: string
  readonly isSelfSigned: boolean
  /** The chain ends at an authority that Node.js trusts by itself. */
  readonly isCaSigned: boolean
}

export type Certificate = CertificateFacts & {
  readonly id: string
  readonly name: string
  /** PEM, the app's own first, each followed by its issuer. */
  readonly chain: string
  readonly createdAt: number
  readonly updatedAt: number
}

/** Throws PlatformError `certificate-not-for` where it does not name the host. */
export function checkNames({ name, domains }: Certificate, hostname: string): void {
  if (!domains.some((domain) => covers(domain.toLowerCase(), hostname.toLowerCase()))) throw new PlatformError('certificate-not-for', { certificate: name, hostname, domains: domains.join(', ') })
}

/** A star stands for one label. */
const covers = (domain: string, hostname: string): boolean => domain === hostname || (domain.startsWith('*.') && hostname.split('.').slice(1).join('.') === domain.slice(2))
