import { useEffect, useRef } from 'react'
import { useUi } from '../../store/ui.ts'

/** Where the focus may be taken from when another view is shown: nowhere, or the thing that led there. */
const givesWay = '.nav, .top, .strip, .palette'

/** After going elsewhere the focus is at the head of what is shown now, unless the person has it somewhere of their own. */
export function useFocusOnNavigation(): void {
  const place = useUi((ui) => `${ui.appId ?? ui.page}/${ui.appId === null ? '' : ui.view}`)
  const isCovered = useUi((ui) => ui.isPaletteOpen || ui.isKeysOpen)
  const before = useRef(place)
  useEffect(() => {
    if (before.current === place || isCovered) return
    before.current = place
    const focus = document.activeElement
    if (focus === null || focus === document.body || focus.closest(givesWay) !== null) focusMain()
  }, [place, isCovered])
}

/** The heading of the view, or the view where it has none. */
export function focusMain(): void {
  const target = document.querySelector<HTMLElement>('main h1') ?? document.querySelector<HTMLElement>('main')
  if (target === null) return
  target.tabIndex = -1
  target.focus({ preventScroll: true })
}
