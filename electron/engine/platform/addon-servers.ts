// Servers of add-ons as others may reach them: faults name them by role or id, and hurt them by these four ways and by their links.

export type AddOnServer = {
  readonly id: string
  /** e.g. `primary`, `standby`. */
  readonly role: string
  /** Links of the TCP proxy that lead to it. */
  readonly links: readonly string[]
}

export type AddOnServers = {
  /** Empty where it has none that can be reached. */
  of(addOnId: string): readonly AddOnServer[]
  /** With kill -9, as if its machine were lost. */
  kill(addOnId: string, serverId: string): Promise<void>
  freeze(addOnId: string, serverId: string): Promise<void>
  /** One that is gone is no error. */
  thaw(addOnId: string, serverId: string): Promise<void>
}
