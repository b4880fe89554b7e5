// What faults on servers of add-ons have in common.

import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { AddOnServer } from '../../platform/addon-servers.ts'
import type { Aim } from '../fault.ts'

export type AimedServer = { readonly addOnId: string; readonly server: AddOnServer; readonly name: string }

/** By role or id; the first one if none is named. Throws where there is no such server. */
export function aimedServer({ target, state, servers }: Aim, fault: string): AimedServer {
  if (target.kind !== 'addon') throw new PlatformError('fault-target-unfit', { fault, why: 'it is for servers of add-ons' })
  const wanted = target.server
  const server = wanted === undefined ? servers[0] : servers.find(({ id, role }) => id === wanted || role === wanted)
  if (server !== undefined) return { addOnId: target.addOn, server, name: `The ${server.role} of ${state.addOns[target.addOn]?.name ?? target.addOn}` }
  if (servers.length === 0) throw new PlatformError('fault-target-unfit', { fault, why: 'that add-on has no server that can be reached' })
  throw new PlatformError('fault-target-unknown', { what: 'server', name: wanted ?? '', known: servers.map(({ id, role }) => `${role} (${id})`).join(', ') })
}
