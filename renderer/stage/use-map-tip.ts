// The fact of the mark under the pointer or with the focus, in a small note beside it. Written in place: nothing else draws again.

import { useCallback, useLayoutEffect, useRef, type FocusEvent, type PointerEvent, type RefObject } from 'react'
import { pageZoom } from './page-zoom.ts'

const gapPixels = 8
const edgePixels = 4

export type MapTip = {
  readonly tip: RefObject<HTMLDivElement | null>
  readonly handlers: { onPointerOver(event: PointerEvent): void; onPointerLeave(): void; onFocus(event: FocusEvent): void; onBlur(): void }
  /** A fact at a point of `root`, for what is no element. */
  showAt(text: string, x: number, y: number): void
  hide(): void
}

/** Elements with `data-fact` inside `root` have a fact. */
export function useMapTip(root: RefObject<HTMLElement | null>): MapTip {
  const tip = useRef<HTMLDivElement>(null)
  const shown = useRef<HTMLElement | null>(null)
  const hide = useCallback(() => {
    shown.current = null
    if (tip.current !== null) tip.current.hidden = true
  }, [])
  const showAt = useCallback((text: string, x: number, y: number) => {
    const [note, map] = [tip.current, root.current]
    if (note === null || map === null) return
    if (note.textContent !== text) note.textContent = text
    note.hidden = false
    const left = Math.max(edgePixels, Math.min(map.clientWidth - note.offsetWidth - edgePixels, x - note.offsetWidth / 2))
    const above = y - note.offsetHeight - gapPixels
    note.style.transform = `translate(${Math.round(left)}px, ${Math.round(above < 0 ? y + gapPixels * 2 : above)}px)`
  }, [root])
  const showFor = useCallback((target: EventTarget): void => {
    const mark = target instanceof Element ? target.closest<HTMLElement>('[data-fact]') : null
    const map = root.current
    if (mark === null || map === null) return hide()
    shown.current = mark
    const [box, frame] = [mark.getBoundingClientRect(), map.getBoundingClientRect()]
    showAt(mark.dataset.fact ?? '', (box.left - frame.left + box.width / 2) / pageZoom(), (box.top - frame.top) / pageZoom())
  }, [hide, root, showAt])
  // What is shown stays true while it is looked at.
  useLayoutEffect(() => {
    if (shown.current === null) return
    if (shown.current.isConnected) showFor(shown.current)
    else hide()
  })
  return {
    tip, showAt, hide,
    handlers: {
      onPointerOver: (event) => showFor(event.target),
      onPointerLeave: hide,
      onFocus: (event) => event.target.matches(':focus-visible') && showFor(event.target),
      onBlur: hide,
    },
  }
}
