// Servers of add-ons as others may reach them: faults name them by role or id, and hurt them by these ways and by their links.

import type { Relief } from '../ports/dyno-runtime.ts'

export type AddOnServer = {
  readonly id: string
  /** e.g. `primary`, `standby`. */
  readonly role: string
  /** Links of the TCP proxy that lead to it. */
  readonly links: readonly string[]
}

/** What the disk of a server does while a lease holds. */
export type ServerTrouble =
  | { readonly kind: 'disk-full' }
  /** Whatever is written for good takes so much longer. */
  | { readonly kind: 'slow-disk'; readonly flushMs: number }

export type AddOnServers = {
  /** Empty where it has none that can be reached. */
  of(addOnId: string): readonly AddOnServer[]
  /** With kill -9, as if its machine were lost. */
  kill(addOnId: string, serverId: string): Promise<void>
  freeze(addOnId: string, serverId: string): Promise<void>
  /** One that is gone is no error. */
  thaw(addOnId: string, serverId: string): Promise<void>
  /** Resolves with what was done, in sentences. Rejects in words where that server can not have it; then nothing was done. */
  afflict(addOnId: string, serverId: string, leaseId: string, trouble: ServerTrouble): Promise<readonly string[]>
  /** What that lease did to it. One that is gone is no error. */
  relieve(addOnId: string, serverId: string, leaseId: string): Promise<Relief>
}
