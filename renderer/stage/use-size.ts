import { useLayoutEffect, useRef, useState, type RefObject } from 'react'

export type Size = { readonly width: number; readonly height: number }

/** The size of an element as it is laid out, in whole pixels; 0 before the first layout. */
export function useSize<E extends Element>(): [RefObject<E | null>, Size] {
  const ref = useRef<E>(null)
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    const measure = ({ width, height }: Size): void => {
      const next = { width: Math.floor(width), height: Math.floor(height) }
      setSize((size) => (size.width === next.width && size.height === next.height ? size : next))
    }
    measure(element.getBoundingClientRect())
    const observer = new ResizeObserver(([entry]) => entry !== undefined && measure(entry.contentRect))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, size]
}
