import { useEffect } from 'react'

/** The outlined thing moves, is drawn anew, comes late: looked for again this often while the demo plays. */
const lookEveryMs = 400

/** Outlines the first of these that is on the page, and brings it into sight once. Nothing is covered or darkened. */
export function usePointer(selectors: readonly string[]): void {
  const wanted = selectors.join('\n')
  useEffect(() => {
    if (wanted === '') return
    let current: Element | null = null
    const look = (): void => {
      const found = firstOf(wanted.split('\n'))
      if (found === current) return
      current?.removeAttribute('data-pointed')
      current = found
      found?.setAttribute('data-pointed', '')
      found?.scrollIntoView({ block: 'nearest' })
    }
    look()
    const timer = setInterval(look, lookEveryMs)
    return () => {
      clearInterval(timer)
      current?.removeAttribute('data-pointed')
    }
  }, [wanted])
}

function firstOf(selectors: readonly string[]): Element | null {
  for (const selector of selectors) {
    const found = document.querySelector(selector)
    if (found !== null) return found
  }
  return null
}
