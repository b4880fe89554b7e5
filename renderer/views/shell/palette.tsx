import { useEffect, useRef, useState } from 'react'
import { noteCommand, openPalette } from '../../store/ui.ts'
import { useAttempt } from '../../store/use-command.ts'
import { useCommands } from './commands/use-commands.ts'
import type { Command } from './commands/command.ts'
import { PaletteConfirm } from './palette-confirm.tsx'
import { PaletteList } from './palette-list.tsx'
import { PaletteQuestion } from './palette-question.tsx'

type Mode =
  | { readonly kind: 'list' }
  | { readonly kind: 'ask'; readonly command: Command; readonly answers: readonly string[] }
  | { readonly kind: 'confirm'; readonly command: Command; readonly answers: readonly string[] }
  | { readonly kind: 'said'; readonly text: string }

/** Ctrl+K: every command, by a few letters of it; what it needs to know is asked here, one thing after the other. */
export function Palette() {
  const ref = useRef<HTMLDialogElement>(null)
  const commands = useCommands()
  const [mode, setMode] = useState<Mode>({ kind: 'list' })
  const { attempt, isPending, error, clear } = useAttempt()
  useEffect(() => {
    ref.current?.showModal()
  }, [])
  const goTo = (next: Mode): void => {
    clear()
    setMode(next)
  }
  const run = async (command: Command, answers: readonly string[]): Promise<void> => {
    if (isPending) return
    const done = await attempt(async () => ({ said: await command.run(answers) }))
    if (done === null) return
    noteCommand(command.id)
    if (typeof done.said === 'string') goTo({ kind: 'said', text: done.said })
    else openPalette(false)
  }
  const proceed = (command: Command, answers: readonly string[]): void => {
    if (answers.length < (command.questions?.length ?? 0)) goTo({ kind: 'ask', command, answers })
    else if (command.loses !== undefined && mode.kind !== 'confirm') goTo({ kind: 'confirm', command, answers })
    else void run(command, answers)
  }
  return (
    <dialog
      ref={ref}
      className="palette"
      aria-label="Search"
      onClose={() => openPalette(false)}
      onCancel={(event) => {
        if (mode.kind === 'list') return
        event.preventDefault()
        goTo({ kind: 'list' })
      }}
      onClick={(event) => event.target === ref.current && openPalette(false)}
    >
      {mode.kind === 'list' && <PaletteList commands={commands} error={error} isPending={isPending} onChoose={(command) => proceed(command, [])} />}
      {mode.kind === 'ask' && (
        <PaletteQuestion
          key={mode.answers.length}
          command={mode.command}
          answers={mode.answers}
          error={error}
          isPending={isPending}
          onAnswer={(answer) => proceed(mode.command, [...mode.answers, answer])}
          onBack={() => goTo(mode.answers.length === 0 ? { kind: 'list' } : { ...mode, answers: mode.answers.slice(0, -1) })}
        />
      )}
      {mode.kind === 'confirm' && <PaletteConfirm command={mode.command} answers={mode.answers} error={error} isPending={isPending} onConfirm={() => proceed(mode.command, mode.answers)} onCancel={() => goTo({ kind: 'list' })} />}
      {mode.kind === 'said' && <p className="palette-said" role="status">{mode.text}</p>}
    </dialog>
  )
}
