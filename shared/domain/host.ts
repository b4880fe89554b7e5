// Virtual hosts and zones: where dynos are placed. On one laptop they are names, not machines, and the window says so; losing one is
// losing every dyno on it at once, which is what a lost machine means to an app. Heroku hides its hosts; dynos move between them.

import type { PlatformState } from './state.ts'

export type Host = { readonly id: string; readonly zone: string }

/** Two zones of two hosts each. */
export const hosts: readonly Host[] = [
  { id: 'a1', zone: 'a' },
  { id: 'a2', zone: 'a' },
  { id: 'b1', zone: 'b' },
  { id: 'b2', zone: 'b' },
]

export const zones: readonly string[] = [...new Set(hosts.map((host) => host.zone))]

export const zoneOf = (hostId: string): string | null => hosts.find((host) => host.id === hostId)?.zone ?? null

/** Of a fault: hosts are lost while it lasts. */
export const takesHosts = (kind: string): boolean => kind === 'host-loss' || kind === 'zone-loss'

/** Hosts that are lost now, each with the lease that took it. */
export function lostHosts(state: PlatformState): ReadonlyMap<string, string> {
  const lost = new Map<string, string>()
  for (const { id, kind, target } of Object.values(state.leases)) {
    if (!takesHosts(kind)) continue
    for (const host of hosts) if ((target.kind === 'host' && target.host === host.id) || (target.kind === 'zone' && target.zone === host.zone)) lost.set(host.id, id)
  }
  return lost
}
