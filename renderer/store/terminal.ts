// The drawer: how high it is, which tab is in front. The height is remembered on this machine, the tab only while the page lives.

import { create } from 'zustand'
import { openDrawer, useUi } from './ui.ts'

/** `new` is the form for a one-off dyno; anything else is the id of a one-off's tab. */
export type DrawerTab = 'console' | 'new' | (string & {})

type Terminal = { readonly height: number; readonly tab: DrawerTab }

export const drawerHeight = { least: 136, usual: 288 } as const
/** The picture above stays visible. */
const largestShare = 0.7
const storageKey = 'dynarium:drawer'

export const useTerminal = create<Terminal>(() => ({ height: recallHeight(), tab: 'console' }))

export const highestDrawer = (): number => Math.max(drawerHeight.least, Math.round(window.innerHeight * largestShare))

/** Pixels; kept within what the window allows. */
export function setDrawerHeight(height: number): void {
  const kept = Math.round(Math.min(highestDrawer(), Math.max(drawerHeight.least, height)))
  useTerminal.setState({ height: kept })
  try {
    localStorage.setItem(storageKey, String(kept))
  } catch {
    // A full or forbidden storage only costs the memory of the height.
  }
}

export function showDrawerTab(tab: DrawerTab): void {
  useTerminal.setState({ tab })
  openDrawer(true)
}

export function toggleDrawer(): void {
  openDrawer(!useUi.getState().isDrawerOpen)
}

function recallHeight(): number {
  try {
    const height = Number(localStorage.getItem(storageKey) ?? drawerHeight.usual)
    return Number.isFinite(height) && height >= drawerHeight.least ? height : drawerHeight.usual
  } catch {
    return drawerHeight.usual
  }
}
