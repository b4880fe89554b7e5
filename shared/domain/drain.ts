// A log drain: an address that every line of an app is sent to. Limits: devcenter logging, limits, error-codes (2021-08-04).

export type Drain = {
  readonly id: string
  /** `d.` and a UUID: the name of the drain, and of its sender, to whoever receives. */
  readonly token: string
  readonly url: string
  readonly createdAt: number
}

export const drainsPerApp = 5
/** Lines that wait for a receiver; the oldest is dropped for the next. */
export const drainBufferLines = 1024

/** How a drain fares. Counts since the engine started, or the drain was added. */
export type DrainReading = {
  readonly id: string
  /** `quiet`: nothing was to be sent yet. `flowing`: the receiver takes lines. `broken`: it does not; the next try comes. */
  readonly state: 'quiet' | 'connecting' | 'flowing' | 'broken'
  /** In this state since. */
  readonly since: number
  /** Lines that were handed over; over HTTPS only those that the receiver said yes to. */
  readonly sent: number
  readonly sentBytes: number
  readonly waiting: number
  readonly dropped: number
  /** Of those sent by syslog, which has no receipts: lines handed over in the second before a connection broke. They may be lost. */
  readonly inDoubt: number
  readonly lastError: { readonly at: number; readonly text: string; readonly isCertificate: boolean } | null
}

export const freshReading = (id: string, at: number): DrainReading => ({ id, state: 'quiet', since: at, sent: 0, sentBytes: 0, waiting: 0, dropped: 0, inDoubt: 0, lastError: null })
