import { useEffect, useRef, useState } from 'react'
import { droppedSource } from '../../bridge/folder-source.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { deployNamed } from '../../store/deploy.ts'
import { useApp } from '../../store/selectors.ts'
import { useAttempt } from '../../store/use-command.ts'

/** A folder dropped anywhere on the window is deployed: to the app in view, or to a new one. */
export function DropZone() {
  const app = useApp()
  const [isOver, setOver] = useState(false)
  const { attempt, isPending, error, clear } = useAttempt()
  const appId = useRef<string | null>(null)
  appId.current = app?.id ?? null
  useEffect(() => {
    let depth = 0
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
    const enter = (event: DragEvent): void => {
      if (!hasFiles(event)) return
      depth += 1
      setOver(true)
    }
    const leave = (event: DragEvent): void => {
      if (!hasFiles(event)) return
      depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(false)
    }
    const over = (event: DragEvent): void => {
      if (hasFiles(event)) event.preventDefault()
    }
    const drop = (event: DragEvent): void => {
      if (!hasFiles(event) || event.dataTransfer === null) return
      event.preventDefault()
      depth = 0
      setOver(false)
      const data = event.dataTransfer
      void attempt(async () => deployNamed(appId.current, await droppedSource(data)))
    }
    const pairs = [['dragenter', enter], ['dragleave', leave], ['dragover', over], ['drop', drop]] as const
    for (const [name, listener] of pairs) window.addEventListener(name, listener)
    return () => {
      for (const [name, listener] of pairs) window.removeEventListener(name, listener)
    }
  }, [attempt])
  if (error !== null) {
    return (
      <div className="toast stack-8">
        <ErrorNote error={error} />
        <div><Button isSmall onClick={clear}>Close</Button></div>
      </div>
    )
  }
  if (isPending) return <div className="toast" role="status">Reading the folder…</div>
  if (!isOver) return null
  return (
    <div className="drop-veil">
      <div>
        <h1>Drop the folder to deploy it</h1>
        <p className="soft">{app === null ? 'It becomes a new app.' : `It becomes the next release of ${app.name}.`}</p>
      </div>
    </div>
  )
}
