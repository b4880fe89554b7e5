// What must not be in the journal: hashes of passwords and secrets of second factors, kept apart from it and for their owner only.

export type Passwords = {
  /** null: there is none any more. */
  set(email: string, password: string | null): Promise<void>
  /** null: none was set. Takes long enough that guessing does not pay. */
  isRight(email: string, guess: string): Promise<boolean | null>
  /** A new secret for an authenticator, in Base32; it counts once `confirm` was given a code of it. */
  offerSecondFactor(email: string): Promise<string>
  confirm(email: string, code: string, nowMs: number): Promise<boolean>
  /** A code of the secret in force (RFC 6238: six digits, 30 seconds). Each is good once. */
  isCode(email: string, code: string, nowMs: number): Promise<boolean>
  dropSecondFactor(email: string): Promise<void>
}
