// Services that a sample does not run without: made for the app before it is built, and waited for, as its release command wants them.

import { attachmentsOf } from '../../shared/domain/add-on.ts'
import type { PlatformState } from '../../shared/domain/state.ts'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import { call } from './connection.ts'
import { useMirror } from './mirror.ts'

/** Those of `services` that the app has none of. */
export function servicesMissing(state: Pick<PlatformState, 'addOns' | 'attachments'>, appId: string, services: readonly string[]): string[] {
  const has = new Set(attachmentsOf(state, appId).map(({ addOnId }) => state.addOns[addOnId]?.service))
  return services.filter((service) => !has.has(service))
}

/** Rejects with the engine's refusal, or `addon-failed` with the reason when one could not be made. */
export async function giveAddOns(appId: string, services: readonly string[]): Promise<void> {
  const missing = servicesMissing(useMirror.getState().state, appId, services)
  const made: string[] = []
  for (const service of missing) made.push((await call('addons:create', { app: appId, service })).id)
  await Promise.all(made.map(untilThere))
}

function untilThere(addOnId: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let stop = (): void => {}
    const look = ({ state }: { readonly state: PlatformState }): void => {
      const addOn = state.addOns[addOnId]
      if (addOn?.state === 'provisioning') return
      stop()
      if (addOn?.state === 'provisioned') resolve()
      else reject(new PlatformError('addon-failed', { service: addOn?.service ?? 'The service', why: addOn?.message?.replace(/\.$/, '') ?? 'it was destroyed meanwhile', fix: 'Look at it on the page Add-ons, and create another.' }))
    }
    stop = useMirror.subscribe(look)
    look(useMirror.getState())
  })
}
