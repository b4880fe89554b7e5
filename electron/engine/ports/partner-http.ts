// HTTP to third parties whose add-ons are plugged in. Plain http only to this machine, https elsewhere; redirects are answers like others
// and are not followed; an answer has a bound in size and time.

export type PartnerRequest = {
  readonly method: 'POST' | 'PUT' | 'DELETE'
  /** As `isPartnerAddress` allows; anything else is a problem. */
  readonly url: string
  /** Basic auth. */
  readonly user: string
  readonly password: string
  /** Sent as JSON; null: no body. */
  readonly body: unknown
  /** From the first byte of the request to the last of the answer. */
  readonly limitMs: number
}

export type PartnerAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly text: string; readonly tookMs: number }
  /** Words such as `connection refused`. `wasSent`: it may have been read and acted on. */
  | { readonly kind: 'problem'; readonly why: string; readonly wasSent: boolean; readonly tookMs: number }

/** Of an answer's body. */
export const maxPartnerAnswerBytes = 256 * 1024

export type PartnerHttp = {
  /** Never rejects. */
  send(request: PartnerRequest): Promise<PartnerAnswer>
  /** What is under way ends as a problem, and so does what comes after. */
  stop(): void
}
