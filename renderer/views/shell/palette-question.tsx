import { useState, type KeyboardEvent } from 'react'
import type { PlatformError } from '../../../shared/errors/platform-error.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import type { Choice, Command } from './commands/command.ts'
import { fuzzyMatch } from './fuzzy.ts'

type QuestionProps = {
  readonly command: Command
  readonly answers: readonly string[]
  readonly error: PlatformError | null
  readonly isPending: boolean
  onAnswer(answer: string): void
  onBack(): void
}

/** One thing the command asks for: typed, or picked from what is known. What it would do and cost stands below. */
export function PaletteQuestion({ command, answers, error, isPending, onAnswer, onBack }: QuestionProps) {
  const question = command.questions?.[answers.length]
  const [text, setText] = useState(question?.start ?? '')
  const [index, setIndex] = useState(0)
  if (question === undefined) return null
  const choices = (question.choices ?? []).filter((choice) => fuzzyMatch(text, `${choice.value} ${choice.title}`) !== null)
  const isPicking = question.isClosed === true
  const answer = isPicking ? choices[index]?.value : text
  const problem = answer === undefined ? 'None has that name.' : answer === '' ? (question.isOptional === true ? null : '') : (question.problem?.(answer) ?? null)
  const preview = problem === null && answer !== undefined ? (command.preview?.([...answers, answer]) ?? null) : null
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && choices.length > 0) {
      event.preventDefault()
      const next = (index + step + choices.length) % choices.length
      setIndex(next)
      if (!isPicking) setText(choices[next]?.value ?? text)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (problem === null && answer !== undefined && !isPending) onAnswer(answer)
    } else if (event.key === 'Backspace' && text === '') onBack()
  }
  return (
    <div className="palette-body" onKeyDown={onKeyDown}>
      <label className="palette-ask">
        <span className="small soft">{[command.title.replace(/ _/, ''), ...answers].join(' · ')}: {question.label}</span>
        <input
          className="palette-input mono"
          aria-describedby="palette-problem"
          placeholder={question.placeholder}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          value={text}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            setText(event.target.value)
            setIndex(0)
          }}
        />
      </label>
      <ErrorNote error={error} />
      {choices.length > 0 && <Choices choices={choices} index={isPicking ? index : -1} label={question.label} onChoose={(value) => (isPicking ? onAnswer(value) : setText(value))} />}
      <p id="palette-problem" className="palette-cli small" role="status">
        {problem !== null && problem !== '' ? <span className="problem">{problem}</span> : <b>{preview}</b>}
        {command.cli !== undefined && <code className="faint">{command.cli([...answers, answer ?? ''])}</code>}
      </p>
    </div>
  )
}

type ChoicesProps = { readonly choices: readonly Choice[]; readonly index: number; readonly label: string; onChoose(value: string): void }

function Choices({ choices, index, label, onChoose }: ChoicesProps) {
  return (
    <div className="palette-list" role="listbox" aria-label={label}>
      {choices.map((choice, at) => (
        <div key={choice.value} className="palette-item" role="option" aria-selected={at === index} onClick={() => onChoose(choice.value)}>
          <span className="ellipsis">{choice.title}</span>
          <span className="faint ellipsis palette-note">{choice.note}</span>
        </div>
      ))}
    </div>
  )
}
