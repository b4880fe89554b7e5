import { useEffect, useRef, useState } from 'react'
import { ErrorNote } from '../../components/error-note.tsx'
import type { Screen } from './terminal-screen.ts'

type OneOffScreenProps = { readonly id: string; readonly label: string; readonly isShown: boolean; readonly isEnded: boolean }

/** The place where a terminal is drawn. Its program is fetched with the first one, so that the window itself starts without it. */
export function OneOffScreen({ id, label, isShown, isEnded }: OneOffScreenProps) {
  const ref = useRef<HTMLDivElement>(null)
  const screen = useRef<Screen | null>(null)
  const told = useRef({ label, isEnded })
  told.current = { label, isEnded }
  const [trouble, setTrouble] = useState<string | null>(null)
  useEffect(() => {
    let isGone = false
    import('./terminal-screen.ts').then(({ createScreen }) => {
      if (isGone || ref.current === null) return
      screen.current = createScreen(id, ref.current, () => document.getElementById(`drawer-tab-${id}`)?.focus())
      screen.current.setLabel(told.current.label)
      if (told.current.isEnded) screen.current.setEnded(true)
      screen.current.show()
    }, (error: unknown) => setTrouble(String(error)))
    return () => {
      isGone = true
      screen.current?.dispose()
      screen.current = null
    }
  }, [id])
  useEffect(() => {
    if (isShown) screen.current?.show()
  }, [isShown])
  useEffect(() => {
    screen.current?.setEnded(isEnded)
  }, [isEnded])
  useEffect(() => {
    screen.current?.setLabel(label)
  }, [label])
  return (
    <>
      {trouble !== null && <ErrorNote error={{ message: `The terminal can not be drawn: ${trouble}`, help: 'Reload the window. The dyno waits five seconds for it.' }} />}
      <div ref={ref} className="one-off-screen" />
    </>
  )
}
