// The workbench of faults: the catalogue, asked once for all who look, and what is being put together for each app.

import { create } from 'zustand'
import type { FaultFacts } from '../../shared/domain/fault.ts'
import { draftOf, type FaultDraft } from '../scene/fault-draft.ts'

export type FaultDesk = {
  /** By app; none: nothing is chosen there. */
  readonly drafts: Readonly<Record<string, FaultDraft>>
}

const draftsKept = 50

const useFaultDesk = create<FaultDesk>(() => ({ drafts: {} }))

export function chooseFault(appId: string, fault: FaultFacts): void {
  setFaultDraft(appId, draftOf(fault))
}

export function setFaultDraft(appId: string, draft: FaultDraft | null): void {
  const { [appId]: _, ...others } = useFaultDesk.getState().drafts
  const kept = Object.fromEntries(Object.entries(others).slice(1 - draftsKept))
  useFaultDesk.setState({ drafts: draft === null ? kept : { ...kept, [appId]: draft } })
}

export const useFaultDraft = (appId: string): FaultDraft | null => useFaultDesk((desk) => desk.drafts[appId] ?? null)
