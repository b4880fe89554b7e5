// The keyboard on a map: one mark at a time takes the focus with Tab, arrows lead to its neighbours, plus and minus stage a wish.

import { useLayoutEffect, type KeyboardEvent, type RefObject } from 'react'
import { nextMark, type Direction, type Place } from '../scene/map-keys.ts'

const directions: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }

export type MapKeys = {
  /** One dyno of this type more (1) or fewer (-1). */
  step(type: string, by: 1 | -1): void
  /** Takes the wishes back; false when there is none. */
  dropWishes(): boolean
}

/** Marks are elements with `data-mark`; `data-type` names the process type that plus and minus mean. */
export function useMapKeys(root: RefObject<HTMLElement | null>, { step, dropWishes }: MapKeys): (event: KeyboardEvent) => void {
  useLayoutEffect(() => {
    if (root.current !== null) keepOneStop(root.current, null)
  })
  return (event) => {
    const element = root.current
    if (element === null || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape' && dropWishes()) return taken(event)
    const mark = event.target instanceof HTMLElement && event.target.dataset.mark !== undefined ? event.target : null
    if (mark === null) return
    const direction = directions[event.key]
    const type = mark.dataset.type
    if (direction !== undefined) {
      taken(event)
      focusMark(element, nextMark(placesOf(element), mark.dataset.mark ?? '', direction))
    } else if (event.key === 'Home' || event.key === 'End') {
      taken(event)
      focusMark(element, placesOf(element).at(event.key === 'Home' ? 0 : -1)?.id ?? '')
    } else if ((event.key === '+' || event.key === '=' || event.key === '-') && type !== undefined) {
      taken(event)
      step(type, event.key === '-' ? -1 : 1)
    } else if (event.key === 'Enter' && mark.dataset.mark?.startsWith('group:') === true && type !== undefined) {
      taken(event)
      const head = mark.closest('.map-group-head')
      const press = head?.querySelector<HTMLElement>('.map-wish .button-primary') ?? head?.querySelector<HTMLElement>('input')
      press?.focus()
    }
  }
}

function taken(event: KeyboardEvent): void {
  event.preventDefault()
  event.stopPropagation()
}

const marksOf = (root: HTMLElement): HTMLElement[] => [...root.querySelectorAll<HTMLElement>('[data-mark]')]

function placesOf(root: HTMLElement): Place[] {
  return marksOf(root).map((mark) => {
    const box = mark.getBoundingClientRect()
    return { id: mark.dataset.mark ?? '', x: box.left, y: box.top, width: box.width, height: box.height }
  })
}

function focusMark(root: HTMLElement, id: string): void {
  const mark = marksOf(root).find((entry) => entry.dataset.mark === id)
  if (mark === undefined) return
  keepOneStop(root, mark)
  mark.focus()
}

/** Exactly one mark is reached with Tab: the one asked for, else the one that had it, else the first. */
function keepOneStop(root: HTMLElement, wanted: HTMLElement | null): void {
  const marks = marksOf(root)
  const stop = wanted ?? marks.find((mark) => mark === document.activeElement) ?? marks.find((mark) => mark.tabIndex === 0) ?? marks[0]
  for (const mark of marks) {
    const tabIndex = mark === stop ? 0 : -1
    if (mark.tabIndex !== tabIndex) mark.tabIndex = tabIndex
  }
}
