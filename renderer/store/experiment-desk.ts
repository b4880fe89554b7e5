// What each app's view of experiments shows: a file, a run, or the way to bring one in; and texts that are being edited.

import { create } from 'zustand'

export type ExperimentPlace =
  | { readonly kind: 'file'; readonly id: string }
  /** One that is not saved yet. */
  | { readonly kind: 'draft' }
  | { readonly kind: 'import' }
  | { readonly kind: 'run'; readonly runId: string }

type Desk = {
  readonly places: Readonly<Record<string, ExperimentPlace>>
  /** By file id, `draft` for the one without a file; only those that were changed. */
  readonly texts: Readonly<Record<string, string>>
}

const textsKept = 30

export const useExperimentDesk = create<Desk>(() => ({ places: {}, texts: {} }))

export function goToExperiment(appId: string, place: ExperimentPlace): void {
  useExperimentDesk.setState(({ places }) => ({ places: { ...places, [appId]: place } }))
}

/** Null: as it stands in its file. */
export function editExperiment(id: string, text: string | null): void {
  useExperimentDesk.setState(({ texts }) => {
    const { [id]: _, ...others } = texts
    return { texts: text === null ? others : { ...Object.fromEntries(Object.entries(others).slice(1 - textsKept)), [id]: text } }
  })
}
