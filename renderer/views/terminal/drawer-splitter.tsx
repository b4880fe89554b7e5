import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { drawerHeight, highestDrawer, setDrawerHeight } from '../../store/terminal.ts'

const stepPixels = 24

/** The drawer's upper edge: dragged, or moved with the arrow keys. A double click brings the usual height back. */
export function DrawerSplitter({ height }: { readonly height: number }) {
  const grip = useRef<{ readonly y: number; readonly height: number } | null>(null)
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    grip.current = { y: event.clientY, height }
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  const onPointerMove = (event: PointerEvent): void => {
    if (grip.current !== null) setDrawerHeight(grip.current.height + grip.current.y - event.clientY)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const heights: Record<string, number> = { ArrowUp: height + stepPixels, ArrowDown: height - stepPixels, Home: highestDrawer(), End: drawerHeight.least, Enter: drawerHeight.usual }
    const wanted = heights[event.key]
    if (wanted === undefined) return
    event.preventDefault()
    setDrawerHeight(wanted)
  }
  return (
    <div
      className="drawer-splitter"
      role="separator"
      aria-orientation="horizontal"
      aria-label="Height of the terminal"
      aria-valuenow={height}
      aria-valuemin={drawerHeight.least}
      aria-valuemax={Math.max(height, highestDrawer())}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => (grip.current = null)}
      onPointerCancel={() => (grip.current = null)}
      onDoubleClick={() => setDrawerHeight(drawerHeight.usual)}
      onKeyDown={onKeyDown}
    />
  )
}
