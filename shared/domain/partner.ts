// Third parties whose add-ons are plugged in: what their manifest says, and what is known of each of their resources.

import type { AddOnId } from './add-on.ts'

export type Partner = {
  /** The manifest's id, which is the service's name. */
  readonly slug: string
  readonly title: string
  readonly plans: readonly { readonly name: string; readonly title: string }[]
  readonly vars: readonly string[]
  /** With `slug` as the user, what the partner knows the platform by. */
  readonly password: string
  readonly ssoSalt: string
  /** With a code or a refresh token, what the platform knows the partner by. Made here. */
  readonly clientSecret: string
  /** As a provision request names it. */
  readonly region: string
  /** `/heroku/resources` at its end, or another path of the partner's. */
  readonly baseUrl: string
  readonly ssoUrl: string | null
  readonly multiple: boolean
  readonly sharing: boolean
  readonly environment: PartnerEnvironment
  readonly by: string
  readonly addedAt: number
}

/** Whose addresses of the manifest are used. */
export const partnerEnvironments = ['test', 'production'] as const
export type PartnerEnvironment = (typeof partnerEnvironments)[number]

export type PartnerResource = {
  readonly addOnId: AddOnId
  /** What the partner calls it. */
  readonly providerId: string | null
  /** null until a grant was exchanged. */
  readonly refreshToken: string | null
}

export const maxPartners = 50
