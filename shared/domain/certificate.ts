// Certificates that people gave an app: Heroku's SNI endpoints. The private key is not here: it is a file that only this machine's user can read.

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
