import { Fragment, useEffect, useMemo, useState, type KeyboardEvent } from 'react'
import type { PlatformError } from '../../../shared/errors/platform-error.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useUi } from '../../store/ui.ts'
import { blank, type Command } from './commands/command.ts'
import { rankCommands, type Found } from './palette-ranking.ts'

type ListProps = { readonly commands: readonly Command[]; readonly error: PlatformError | null; readonly isPending: boolean; onChoose(command: Command): void }

/** All commands by group, the recent ones first; or what matches the letters typed. */
export function PaletteList({ commands, error, isPending, onChoose }: ListProps) {
  const recent = useUi((ui) => ui.recentCommands)
  const [text, setText] = useState('')
  const [index, setIndex] = useState(0)
  const groups = useMemo(() => rankCommands(commands, text, recent), [commands, text, recent])
  const flat = groups.flatMap((group) => group.found)
  const chosen = flat[Math.min(index, flat.length - 1)]
  useEffect(() => {
    document.getElementById(`palette-${index}`)?.scrollIntoView({ block: 'nearest' })
  }, [index])
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setIndex((index + step + flat.length) % Math.max(1, flat.length))
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (chosen !== undefined && !isPending) onChoose(chosen.command)
    }
  }
  let at = -1
  return (
    <div className="palette-body" onKeyDown={onKeyDown}>
      <input
        className="palette-input"
        placeholder="Go to an app or a view, or run a command"
        aria-label="Search"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={flat.length === 0 ? undefined : `palette-${index}`}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setIndex(0)
        }}
      />
      <ErrorNote error={error} />
      <div id="palette-list" className="palette-list" role="listbox" aria-label="Results">
        {groups.map((group) => (
          <div key={group.title} role="group" aria-label={group.title}>
            <h3 aria-hidden="true">{group.title}</h3>
            {group.found.map((found) => {
              at += 1
              const place = at
              return <Item key={found.command.id} id={`palette-${place}`} found={found} isChosen={place === index} onPoint={() => setIndex(place)} onChoose={() => !isPending && onChoose(found.command)} />
            })}
          </div>
        ))}
      </div>
      {flat.length === 0 && <p className="palette-none faint" role="status">Nothing has that name.</p>}
      <p className="palette-cli small"><span className="faint">{chosen?.command.cli === undefined ? 'Enter runs it, Esc closes.' : <code>{chosen.command.cli([])}</code>}</span></p>
    </div>
  )
}

type ItemProps = { readonly id: string; readonly found: Found; readonly isChosen: boolean; onPoint(): void; onChoose(): void }

function Item({ id, found: { command, letters }, isChosen, onPoint, onChoose }: ItemProps) {
  return (
    <div id={id} className="palette-item" role="option" aria-selected={isChosen} onMouseMove={onPoint} onClick={onChoose}>
      <span className="ellipsis"><Marked title={command.title} letters={letters} /></span>
      {command.note !== undefined && <span className="faint ellipsis palette-note">{command.note}</span>}
      {command.keys != null && <kbd>{command.keys}</kbd>}
    </div>
  )
}

function Marked({ title, letters }: { readonly title: string; readonly letters: readonly number[] }) {
  const shown = title.replaceAll(blank, '…')
  if (letters.length === 0) return shown
  return Array.from(shown, (letter, at) => (letters.includes(at) ? <b key={at}>{letter}</b> : <Fragment key={at}>{letter}</Fragment>))
}
