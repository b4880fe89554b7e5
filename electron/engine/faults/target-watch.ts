// Watches what faults are aimed at: a fault whose target is gone ends, and a dyno that starts under the same process type gets it too. Ours.

import type { Dyno } from '../../../shared/domain/dyno.ts'
import { zoneOf } from '../../../shared/domain/host.ts'
import type { Cause } from '../../../shared/protocol/events.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { Wire } from '../ports/wire.ts'
import { runs } from './aim.ts'
import type { Held } from './leases.ts'

export type TargetWatch = {
  readonly holds: ReadonlyMap<string, Held>
  readonly wire: Pick<Wire, 'list'>
  gone(held: Held, cause: Cause): void
  joined(held: Held, dyno: Dyno): void
}

/** Links go without an event. */
const lookMs = 1000

export function watchTargets(kernel: Kernel, { holds, wire, gone, joined }: TargetWatch): void {
  const { state } = kernel
  let isLooking = false

  kernel.on('app.destroyed', (event) => {
    for (const held of open()) if (held.aim.appId === event.app) gone(held, because(event))
  })
  kernel.on('addon.destroyed', (event) => {
    for (const held of open()) if (held.aim.target.kind === 'addon' && held.aim.target.addOn === event.data.addOnId) gone(held, because(event))
  })
  kernel.on('dyno.exited', (event) => dynoGone(event))
  kernel.on('dyno.stopping', (event) => dynoGone(event))
  kernel.on('dyno.up', ({ data }) => {
    const dyno = state.dynos[data.dynoId]
    if (dyno === undefined || dyno.kind !== 'formation') return
    for (const held of open()) if (isLate(held, dyno)) joined(held, dyno)
  })
  kernel.on('fault.started', ({ data }) => {
    if (data.target.kind === 'proxy' && !isLooking) lookLater()
  })

  const open = (): Held[] => [...holds.values()].filter((held) => held.ending === null)

  function dynoGone(event: { readonly seq: number }): void {
    for (const held of open()) if (isAboutRunningDynos(held) && !held.aim.dynos.some(({ id }) => isThere(id))) gone(held, because(event))
  }

  function isThere(dynoId: string): boolean {
    const dyno = state.dynos[dynoId]
    return dyno !== undefined && runs(dyno)
  }

  function isLate({ fault, aim }: Held, dyno: Dyno): boolean {
    if (!fault.isForLateDynos || aim.dynos.some(({ id }) => id === dyno.id)) return false
    const { target } = aim
    switch (target.kind) {
      case 'type':
        return aim.appId === dyno.appId && target.type === dyno.type
      case 'host':
        return dyno.host === target.host
      case 'zone':
        return dyno.host !== undefined && zoneOf(dyno.host) === target.zone
      default:
        return false
    }
  }

  function lookLater(): void {
    isLooking = true
    kernel.clock.after(lookMs, () => void look())
  }

  async function look(): Promise<void> {
    const names = await wire.list().then((proxies) => proxies.map(({ name }) => name), () => null)
    isLooking = false
    for (const held of open()) {
      const { target } = held.aim
      if (target.kind !== 'proxy') continue
      if (names?.includes(target.proxy) === false) gone(held, { kind: 'observed', text: `the link ${target.proxy} is gone` })
      else isLooking = true
    }
    if (isLooking) lookLater()
  }
}

/** Dynos by name are those that had the names at the start, unless the fault waits for them to come back. */
function isAboutRunningDynos({ aim, fault, measures }: Held): boolean {
  return aim.target.kind === 'dynos' && !fault.facts.isMomentary && measures.length > 0 && measures.every(({ kind }) => kind === 'afflict' || kind === 'edge')
}
