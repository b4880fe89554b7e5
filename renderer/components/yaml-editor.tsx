import { useId, useRef, type KeyboardEvent } from 'react'
import type { Problem } from '../../shared/yaml/places.ts'
import { Icon } from './icon.tsx'

type YamlEditorProps = { readonly label: string; readonly text: string; readonly problems: readonly Problem[]; readonly testId: string; onChange(text: string): void; onCheck(): void }

/** The text as it is, its lines numbered, and all that is wrong with it by line. */
export function YamlEditor({ label, text, problems, testId, onChange, onCheck }: YamlEditorProps) {
  const problemsId = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const numbers = useRef<HTMLDivElement>(null)
  const lines = text.split('\n').length
  const wrong = new Set(problems.map(({ line }) => line))
  const goTo = (line: number, column: number): void => {
    const at = text.split('\n').slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1
    field.current?.focus()
    field.current?.setSelectionRange(at, at)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    onCheck()
  }
  return (
    <>
      <div className="editor" data-wrong={problems.length > 0 || undefined}>
        <div ref={numbers} className="editor-numbers mono" aria-hidden="true">{Array.from({ length: lines }, (_, index) => <span key={index} data-wrong={wrong.has(index + 1) || undefined}>{index + 1}</span>)}</div>
        <textarea
          ref={field}
          className="mono"
          aria-label={label}
          aria-invalid={problems.length > 0}
          aria-describedby={problemsId}
          rows={Math.min(24, Math.max(8, lines))}
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          maxLength={100_000}
          value={text}
          data-testid={`${testId}-text`}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          onScroll={(event) => {
            if (numbers.current !== null) numbers.current.scrollTop = event.currentTarget.scrollTop
          }}
        />
      </div>
      <div id={problemsId} role="status" data-testid={`${testId}-problems`}>
        <ul className="editor-problems">
          {problems.map(({ line, column, message }, index) => (
            <li key={index}>
              <button type="button" className="link" onClick={() => goTo(line, column)}><Icon name="alert" size={12} /> Line {line}</button>
              <span>{message}</span>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}
