// Add-ons that app.json asks for, made before the first build and waited for, as Heroku does: build, release command and postdeploy find
// their config vars. One that the app has already is not made again.

import { attachmentsOf } from '../../../shared/domain/add-on.ts'
import { requireApp } from '../platform/require-app.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { CallContext } from '../journal/room.ts'
import type { PipelineDeps } from './deps.ts'
import type { PlannedAddOn } from './review-plan.ts'

/** null when all are there, else what is wrong, a sentence. Throws what the marketplace refuses. */
export type MakeAddOns = (appId: string, wanted: readonly PlannedAddOn[], context: CallContext, say: (what: string) => void) => Promise<string | null>

export function createWantedAddOns(kernel: Kernel, deps: Pick<PipelineDeps, 'command'>): MakeAddOns {
  const { state } = kernel
  const waiting = new Map<string, { readonly appId: string; readonly over: () => void }>()
  const over = (addOnId: string): void => waiting.get(addOnId)?.over()
  kernel.on('addon.provisioned', ({ data }) => over(data.addOnId))
  kernel.on('addon.errored', ({ data }) => over(data.addOnId))
  kernel.on('addon.deprovisioning', ({ data }) => over(data.addOnId))
  // Who destroys the app does not wait for its add-ons first.
  kernel.on('reviewapp.advanced', ({ app, data }) => {
    if (data.status === 'deleting') for (const one of waiting.values()) if (one.appId === app) one.over()
  })

  const isThere = (appId: string, { service, as }: PlannedAddOn): boolean =>
    Object.values(state.addOns).some((addOn) => addOn.service === service && addOn.appId === appId && addOn.state === 'provisioned' && (as === null || attachmentsOf(state, appId).some(({ addOnId, name }) => addOnId === addOn.id && name === as)))

  return async (appId, wanted, context, say) => {
    for (const wish of wanted) {
      if (isThere(appId, wish)) continue
      say(`Making the add-on ${wish.service}:${wish.plan}.`)
      const { id, name } = await deps.command('addons:create', { app: requireApp(state, appId).name, service: `${wish.service}:${wish.plan}`, options: { ...wish.options }, ...(wish.as === null ? {} : { as: wish.as }) }, context)
      if (state.addOns[id]?.state === 'provisioning') {
        await new Promise<void>((resolve) => waiting.set(id, { appId, over: resolve }))
        waiting.delete(id)
      }
      const addOn = state.addOns[id]
      if (addOn?.state !== 'provisioned') return `The add-on ${wish.service}:${wish.plan} of app.json could not be made: ${addOn?.message ?? `${name} is gone.`}`
    }
    return null
  }
}
