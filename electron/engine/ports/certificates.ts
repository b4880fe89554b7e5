// Reads certificates, and keeps the private keys of those in use where only this machine's user can read them.

import type { CertificateFacts } from '../../../shared/domain/certificate.ts'

export type ReadCertificate =
  /** `chain`: as it is served, the app's own first. */
  | { readonly kind: 'fits'; readonly chain: string; readonly facts: CertificateFacts }
  /** In words for people. */
  | { readonly kind: 'wrong'; readonly why: string }

export type Certificates = {
  /** Whether key and chain fit, and what they say. `now` in milliseconds since the epoch. Never throws. */
  read(given: { readonly chain: string; readonly key: string }, now: number): ReadCertificate
  /** Durable when it returns. Throws when it can not be written. */
  keep(id: string, key: string): void
  /** Removes the keys of all others. */
  keepOnly(ids: readonly string[]): void
}
