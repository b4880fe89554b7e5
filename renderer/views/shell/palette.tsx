import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { ErrorNote } from '../../components/error-note.tsx'
import { openPalette } from '../../store/ui.ts'
import { useAttempt } from '../../store/use-command.ts'
import { usePaletteItems, type PaletteItem } from './palette-items.ts'

const shownAtMost = 60

/** Ctrl+K: go anywhere, do the few things that are done most. */
export function Palette() {
  const ref = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const [index, setIndex] = useState(0)
  const items = usePaletteItems()
  const found = useMemo(() => matching(items, text), [items, text])
  const { attempt, isPending, error } = useAttempt()
  useEffect(() => {
    ref.current?.showModal()
  }, [])
  useEffect(() => {
    document.getElementById(`palette-${index}`)?.scrollIntoView({ block: 'nearest' })
  }, [index])
  const choose = async (item: PaletteItem | undefined): Promise<void> => {
    if (item === undefined || isPending) return
    const isDone = await attempt(async () => {
      await item.run()
      return true
    })
    if (isDone === true) openPalette(false)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setIndex((index + step + found.length) % Math.max(1, found.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      void choose(found[index])
    }
  }
  return (
    <dialog ref={ref} className="palette" aria-label="Search" onClose={() => openPalette(false)} onClick={(event) => event.target === ref.current && openPalette(false)}>
      <div className="palette-body" onKeyDown={onKeyDown}>
        <input
          className="palette-input"
          placeholder="Go to an app or a view, or run a command"
          aria-label="Search"
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={`palette-${index}`}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setIndex(0)
          }}
        />
        <ErrorNote error={error} />
        <ul id="palette-list" role="listbox" aria-label="Results">
          {found.map((item, at) => (
            <li key={item.id} id={`palette-${at}`} role="option" aria-selected={at === index} onMouseMove={() => setIndex(at)} onClick={() => void choose(item)}>
              <span>{item.title}</span>
              <span className="faint">{item.note}</span>
            </li>
          ))}
          {found.length === 0 && <li className="faint">Nothing has that name.</li>}
        </ul>
      </div>
    </dialog>
  )
}

/** Every word of the search must occur; earlier matches first, then the order of the list. */
function matching(items: readonly PaletteItem[], text: string): readonly PaletteItem[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return items.filter((item) => words.every((word) => item.title.toLowerCase().includes(word))).slice(0, shownAtMost)
}
