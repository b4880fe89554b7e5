import { useEffect, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { dismiss, undoNewest, useUndo, watchCommands, type Told } from '../../store/undo.ts'

/** Long enough to read and reach it; it waits while the pointer or the focus is on it. Ctrl+Z works for longer. */
const shownForMs = 8000

/** What was just done, with its way back. Says it once, calmly; the place is there before the words, so that they are read out. */
export function UndoToast() {
  const told = useUndo((undo) => undo.told)
  useEffect(() => watchCommands(), [])
  useUndoKey()
  return (
    <>
      <div className="undo-place" role="status">{told !== null && told.kind !== 'trouble' && <Card key={told.kind === 'undone' ? told.text : told.reversal.done} told={told} />}</div>
      {told?.kind === 'trouble' && (
        <div className="undo-place">
          <div className="undo-card undo-trouble">
            <b>{told.title}</b>
            <ErrorNote error={told.error} />
            <div><Button isSmall onClick={dismiss}>Close</Button></div>
          </div>
        </div>
      )}
    </>
  )
}

function Card({ told }: { readonly told: Exclude<Told, { kind: 'trouble' }> }) {
  const [isHeld, setHeld] = useState(false)
  const isBusy = told.kind === 'undoing'
  useEffect(() => {
    if (isHeld || isBusy) return
    const timer = setTimeout(dismiss, shownForMs)
    return () => clearTimeout(timer)
  }, [isHeld, isBusy, told])
  if (told.kind === 'undone') return <div className="undo-card"><span>{told.text}</span></div>
  const { done, effect } = told.reversal
  return (
    <div className="undo-card" onMouseEnter={() => setHeld(true)} onMouseLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      <div>
        <p>{done}.</p>
        <p className="faint small">Undo: {effect}.</p>
      </div>
      <Button isSmall icon="undo" isPending={isBusy} aria-keyshortcuts="Control+Z" onClick={() => void undoNewest()}>Undo</Button>
      <Button look="quiet" isSmall icon="close" aria-label="Close this note" onClick={dismiss} />
    </div>
  )
}

/** Ctrl+Z, unless it belongs to the text that is being typed. */
function useUndoKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || isTyping(event.target)) return
      event.preventDefault()
      void undoNewest()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

const lettersTyped = 'input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, [contenteditable]'
const isTyping = (target: EventTarget | null): boolean => target instanceof Element && target.closest(lettersTyped) !== null
