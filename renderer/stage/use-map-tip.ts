// The fact of the mark under the pointer or with the focus, in a small note beside it. Written in place: nothing else draws again.

import { useCallback, useLayoutEffect, useRef, type FocusEvent, type PointerEvent, type RefObject } from 'react'
import { pageZoom } from './page-zoom.ts'

const gapPixels = 8
const edgePixels = 4
/** A note at the pointer stands clear of it. */
const pointerPixels = 8

export type MapTip = {
  readonly tip: RefObject<HTMLDivElement | null>
  readonly handlers: { onPointerOver(event: PointerEvent): void; onPointerLeave(): void; onFocus(event: FocusEvent): void; onBlur(): void }
  /** A fact below a point of `root`, for what is no element. */
  showAt(text: string, x: number, y: number): void
  hide(): void
}

/** Elements with `data-fact` inside `root` have a fact. */
export function useMapTip(root: RefObject<HTMLElement | null>): MapTip {
  const tip = useRef<HTMLDivElement>(null)
  const shown = useRef<HTMLElement | SVGElement | null>(null)
  const hide = useCallback(() => {
    shown.current = null
    if (tip.current !== null) tip.current.hidden = true
  }, [])
  const showAt = useCallback((text: string, x: number, y: number, top = y) => {
    const [note, map] = [tip.current, root.current]
    if (note === null || map === null) return
    if (note.textContent !== text) note.textContent = text
    note.hidden = false
    const left = Math.max(edgePixels, Math.min(map.clientWidth - note.offsetWidth - edgePixels, x - note.offsetWidth / 2))
    const below = y + gapPixels
    note.style.transform = `translate(${Math.round(left)}px, ${Math.round(below + note.offsetHeight > map.clientHeight ? top - note.offsetHeight - gapPixels : below)}px)`
  }, [root])
  const showFor = useCallback((target: EventTarget, point: { readonly clientX: number; readonly clientY: number } | null = null): void => {
    const mark = target instanceof Element ? target.closest<HTMLElement | SVGElement>('[data-fact]') : null
    const map = root.current
    if (mark === null || map === null) return hide()
    shown.current = mark
    const [box, frame] = [mark.getBoundingClientRect(), map.getBoundingClientRect()]
    const isLine = mark instanceof SVGElement
    // A line is long: its note stands where it was touched.
    if (isLine && point === null) return
    const zoom = pageZoom()
    if (isLine && point !== null) showAt(mark.dataset.fact ?? '', (point.clientX - frame.left) / zoom, (point.clientY - frame.top) / zoom + pointerPixels)
    else showAt(mark.dataset.fact ?? '', (box.left - frame.left + box.width / 2) / zoom, (box.bottom - frame.top) / zoom, (box.top - frame.top) / zoom)
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
      onPointerOver: (event) => showFor(event.target, event),
      onPointerLeave: hide,
      onFocus: (event) => event.target.matches(':focus-visible') && showFor(event.target),
      onBlur: hide,
    },
  }
}
