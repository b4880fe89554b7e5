// Add-ons as views want them: all, those of one app, and who has one.

import { useMemo } from 'react'
import { attachedConfig, attachmentsTo, varOfAttachment, varPrefix, type AddOn, type Attachment } from '../../shared/domain/add-on.ts'
import type { App } from '../../shared/domain/app.ts'
import type { MapAddOnInput } from '../scene/map-addons.ts'
import { useMirror } from './mirror.ts'

/** By name. */
export function useAddOns(): readonly AddOn[] {
  const addOns = useMirror((mirror) => mirror.state.addOns)
  return useMemo(() => Object.values(addOns).sort((a, b) => (a.name < b.name ? -1 : 1)), [addOns])
}

export function useAddOn(id: string): AddOn | null {
  return useMirror((mirror) => mirror.state.addOns[id] ?? null)
}

export type Holder = { readonly attachment: Attachment; readonly app: App; readonly vars: readonly string[] }

/** Who has it, the app that pays first; with the names of the config vars it gives there. */
export function useHolders(addOn: AddOn): readonly Holder[] {
  const attachments = useMirror((mirror) => mirror.state.attachments)
  const apps = useMirror((mirror) => mirror.state.apps)
  return useMemo(() => {
    const holders = plainFirst(addOn, attachmentsTo({ attachments }, addOn.id)).flatMap((attachment): Holder[] => {
      const app = apps[attachment.appId]
      const vars = Object.keys(addOn.config[attachment.credential] ?? {}).map((key) => varOfAttachment(addOn.service, attachment.name, key))
      return app === undefined ? [] : [{ attachment, app, vars }]
    })
    return [...holders.filter(({ app }) => app.id === addOn.appId), ...holders.filter(({ app }) => app.id !== addOn.appId)]
  }, [attachments, apps, addOn])
}

/** DATABASE before the names that are the service's own with a colour. */
function plainFirst({ service }: AddOn, attachments: readonly Attachment[]): readonly Attachment[] {
  const isColored = ({ name }: Attachment): boolean => name.startsWith(`${varPrefix(service)}_`)
  return [...attachments.filter((one) => !isColored(one)), ...attachments.filter(isColored)]
}

/** Of one app: those it has under a name, and those that it pays for. */
export function useAppAddOns(appId: string): readonly MapAddOnInput[] {
  const addOns = useMirror((mirror) => mirror.state.addOns)
  const attachments = useMirror((mirror) => mirror.state.attachments)
  const apps = useMirror((mirror) => mirror.state.apps)
  return useMemo(() => {
    const all = Object.values(attachments)
    return Object.values(addOns).flatMap((addOn): MapAddOnInput[] => {
      const own = all.filter((attachment) => attachment.addOnId === addOn.id)
      const names = plainFirst(addOn, own.filter((attachment) => attachment.appId === appId)).map(({ name }) => name)
      if (names.length === 0 && addOn.appId !== appId) return []
      const others = [...new Set(own.filter((attachment) => attachment.appId !== appId).map((attachment) => apps[attachment.appId]?.name ?? ''))].filter((name) => name !== '')
      return [{ id: addOn.id, name: addOn.name, service: addOn.service, plan: addOn.plan, state: addOn.state, message: addOn.message, names, others, payer: addOn.appId === appId ? null : (apps[addOn.appId]?.name ?? null) }]
    })
  }, [addOns, attachments, apps, appId])
}

/** Which config vars of an app are given by an add-on: its name, by key. */
export function useAttachedVars(appId: string): Readonly<Record<string, string>> {
  const addOns = useMirror((mirror) => mirror.state.addOns)
  const attachments = useMirror((mirror) => mirror.state.attachments)
  return useMemo(() => {
    const given: Record<string, string> = {}
    for (const addOn of Object.values(addOns)) {
      const own = Object.fromEntries(Object.entries(attachments).filter(([, attachment]) => attachment.addOnId === addOn.id))
      for (const key of Object.keys(attachedConfig({ addOns, attachments: own }, appId))) given[key] = addOn.name
    }
    return given
  }, [addOns, attachments, appId])
}
