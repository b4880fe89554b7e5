import { useEffect } from 'react'
import { windowBridge } from '../../bridge/window-bridge.ts'
import { useUi, type ScaleChoice, type ThemeChoice } from '../../store/ui.ts'

/** How much room the window has, in pixels of its own scale: what the layout turns on. */
export type Room = 'roomy' | 'wide' | 'medium' | 'narrow' | 'small'

const roomFrom: readonly (readonly [Room, number])[] = [['roomy', 1500], ['wide', 1080], ['medium', 1000], ['narrow', 720]]
/** Below this many pixels of height, the bars at the edges are as thin as can be. */
const lowBelow = 480
/** A projector is read from the last row. */
const projectorZoom = 1.25

/** Puts the scale in force, and says on the document how much room is left by it: media queries do not hear of a zoom. */
export function useScale(): void {
  const zoom = useUi((ui) => zoomOf(ui.scale, ui.theme))
  useEffect(() => {
    const root = document.documentElement
    const bridge = windowBridge()
    // The desktop window zooms like a browser does: then its own measures have heard of it, and CSS need not.
    const ownZoom = bridge === null ? zoom : 1
    bridge?.setZoom(zoom)
    root.style.setProperty('--zoom', String(ownZoom))
    const measure = (): void => {
      root.dataset.room = roomOf(window.innerWidth / ownZoom)
      root.dataset.height = window.innerHeight / ownZoom < lowBelow ? 'low' : 'full'
    }
    measure()
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [zoom])
}

export const zoomOf = (scale: ScaleChoice, theme: ThemeChoice): number => (scale / 100) * (theme === 'projector' ? projectorZoom : 1)

export const roomOf = (width: number): Room => roomFrom.find(([, from]) => width >= from)?.[0] ?? 'small'
