// What is open on the page of add-ons: the one looked at, the service whose plans are shown, and what is being done.

import { create } from 'zustand'
import { showPage, type Page } from './ui.ts'

export type AddOnSheet =
  | { readonly kind: 'create'; readonly service: string; readonly plan: string }
  | { readonly kind: 'plan' | 'attach' | 'rename' | 'destroy'; readonly addOnId: string }
  | { readonly kind: 'detach'; readonly addOnId: string; readonly attachmentId: string }

export type AddOnDesk = {
  readonly addOnId: string | null
  readonly service: string | null
  readonly sheet: AddOnSheet | null
  /** By service, the one that its page shows. */
  readonly shown: Readonly<Record<string, string>>
  /** The app that a new one is for, unless another is chosen. */
  readonly appId: string | null
}

export const useAddOnDesk = create<AddOnDesk>(() => ({ addOnId: null, service: null, sheet: null, appId: null, shown: {} }))

export const lookAtAddOn = (addOnId: string | null): void => useAddOnDesk.setState({ addOnId, sheet: null })
export const lookAtService = (service: string | null): void => useAddOnDesk.setState({ service, sheet: null })
export const openAddOnSheet = (sheet: AddOnSheet): void => useAddOnDesk.setState({ sheet })
export const closeAddOnSheet = (): void => useAddOnDesk.setState({ sheet: null })

/** The page, with this one open. */
export function showAddOn(addOnId: string): void {
  showPage('addons')
  lookAtAddOn(addOnId)
}

/** The marketplace, for an app; with the plans of one service open. */
export function showMarket(appId: string | null, service: string | null = null): void {
  showPage('addons')
  useAddOnDesk.setState({ addOnId: null, service, sheet: null, appId })
}

export const chooseOfService = (service: string, addOnId: string): void => useAddOnDesk.setState(({ shown }) => ({ shown: { ...shown, [service]: addOnId } }))

/** The page of a service that has one of its own. */
export const servicePages: Readonly<Record<string, Page>> = { scheduler: 'scheduler' }

export function showServicePage({ service, id }: { readonly service: string; readonly id: string }): void {
  const page = servicePages[service]
  if (page === undefined) return showAddOn(id)
  showPage(page)
  chooseOfService(service, id)
}
