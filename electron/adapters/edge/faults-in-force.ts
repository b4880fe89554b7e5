// The faults that are in force at the edge, looked up by what they do. There is one of these only while there are faults, so that they
// cost nothing when there are none. Each request, and each connection, draws for itself whether a share meets it.

import type { EdgeEffect, EdgeFault } from '../../engine/ports/http-edge.ts'

type EffectOf<Kind extends EdgeEffect['kind']> = Extract<EdgeEffect, { kind: Kind }>
export type FaultOf<Kind extends EdgeEffect['kind']> = EdgeFault & { readonly effect: EffectOf<Kind> }

export class FaultsInForce {
  readonly #faults: readonly EdgeFault[]
  readonly #random: () => number

  constructor(faults: readonly EdgeFault[], random: () => number) {
    this.#faults = faults
    this.#random = random
  }

  /** The first of its kind that meets a request of this app for this dyno and path. `dynoId` is null before a dyno was picked. */
  find<Kind extends EdgeEffect['kind']>(kind: Kind, appId: string, dynoId: string | null, path: string): FaultOf<Kind> | null {
    for (const fault of this.#faults) {
      if (fault.effect.kind === kind && isAbout(fault, appId, dynoId) && isAt(fault.effect, path) && this.#random() < fault.share) return fault as FaultOf<Kind>
    }
    return null
  }

  /** Those that meet a new connection. */
  toxics(appId: string, dynoId: string): FaultOf<'toxic'>[] {
    return this.#faults.filter((fault): fault is FaultOf<'toxic'> => fault.effect.kind === 'toxic' && isAbout(fault, appId, dynoId) && this.#random() < fault.share)
  }

  /** What is in force for connections to this dyno, as text: a connection that was opened under another is not used again. */
  connectionFaults(appId: string, dynoId: string): string {
    return JSON.stringify(this.#faults.filter((fault) => connectionKinds.has(fault.effect.kind) && isAbout(fault, appId, dynoId)))
  }
}

const connectionKinds: ReadonlySet<EdgeEffect['kind']> = new Set<EdgeEffect['kind']>(['toxic', 'refuse', 'unreachable'])

function isAbout(fault: EdgeFault, appId: string, dynoId: string | null): boolean {
  if (fault.appId !== null && fault.appId !== appId) return false
  return fault.dynoIds === null || (dynoId !== null && fault.dynoIds.includes(dynoId))
}

const isAt = (effect: EdgeEffect, path: string): boolean => !('path' in effect) || path.startsWith(effect.path)
