import { useRef, useState, type KeyboardEvent } from 'react'
import { quoted } from '../../../shared/text/quoted.ts'
import { completions, type Completions } from '../../console/completions.ts'
import { recallLine } from '../../console/typed-history.ts'
import { clearConsole, consoleWorld, enterLine, interrupt, useConsole } from '../../store/console-session.ts'

type Offer = { readonly found: Completions; readonly before: string; readonly after: string; readonly at: number }

/** Where commands are typed. Tab completes; when there is nothing to complete it moves on, as everywhere. */
export function ConsoleLine({ app, onEnter }: { readonly app: string | null; onEnter(): void }) {
  const [text, setText] = useState('')
  const [offer, setOffer] = useState<Offer | null>(null)
  const ref = useRef<HTMLInputElement>(null)

  function put(next: string, caret = next.length): void {
    setText(next)
    // After React has drawn it: a caret in the middle would jump to the end otherwise.
    requestAnimationFrame(() => ref.current?.setSelectionRange(caret, caret))
  }

  function complete(isBack: boolean): boolean {
    if (offer !== null) return cycle(offer, isBack)
    const caret = ref.current?.selectionStart ?? text.length
    const [before, after] = [text.slice(0, caret), text.slice(caret)]
    const found = completions(before, consoleWorld())
    if (found.options.length === 0) return before.trim() !== '' && !isBack
    const [only] = found.options
    if (found.options.length === 1 && only !== undefined) {
      const word = `${quoted(only)}${/[=:]$/.test(only) ? '' : ' '}`
      put(`${before.slice(0, found.from)}${word}${after}`, found.from + word.length)
      return true
    }
    const typed = before.slice(found.from)
    if (found.shared.length > typed.length) put(`${before.slice(0, found.from)}${found.shared}${after}`, found.from + found.shared.length)
    setOffer({ found, before, after, at: -1 })
    return true
  }

  /** Each further Tab puts the next of the options in. */
  function cycle({ found, before, after, at }: Offer, isBack: boolean): boolean {
    const next = at === -1 ? (isBack ? found.options.length - 1 : 0) : (at + (isBack ? -1 : 1) + found.options.length) % found.options.length
    const option = quoted(found.options[next] ?? '')
    setOffer({ found, before, after, at: next })
    put(`${before.slice(0, found.from)}${option}${after}`, found.from + option.length)
    return true
  }

  function walk(step: -1 | 1): void {
    const back = recallLine(useConsole.getState().history, step, text)
    if (back === null) return
    useConsole.setState({ history: back.history })
    put(back.text)
  }

  function onKeyDown(event: KeyboardEvent): void {
    const isControl = event.ctrlKey && !event.metaKey && !event.altKey
    if (event.key === 'Tab' && text !== '') {
      if (complete(event.shiftKey)) event.preventDefault()
      return
    }
    if (event.key === 'Escape' && (offer !== null || text !== '')) {
      event.preventDefault()
      event.stopPropagation()
      if (offer === null) put('')
    } else if (event.key === 'Enter') {
      event.preventDefault()
      onEnter()
      void enterLine(text)
      put('')
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault()
      walk(event.key === 'ArrowUp' ? -1 : 1)
    } else if (isControl && event.key.toLowerCase() === 'c' && ref.current?.selectionStart === ref.current?.selectionEnd) {
      event.preventDefault()
      interrupt()
      put('')
    } else if (isControl && event.key.toLowerCase() === 'l') {
      event.preventDefault()
      clearConsole()
    } else if (event.key === 'Shift') return
    setOffer(null)
  }

  return (
    <>
      {offer !== null && (
        <ul className="console-offer" aria-label="Completions">
          {offer.found.options.map((option, at) => <li key={option} aria-current={at === offer.at ? 'true' : undefined}>{option}</li>)}
        </ul>
      )}
      <span className="visually-hidden" role="status">{offer === null ? '' : offer.at === -1 ? `${offer.found.options.length} ways to go on. Tab puts them in one after the other.` : offer.found.options[offer.at]}</span>
      <label className="console-line">
        <span className="console-prompt" aria-hidden="true">{app ?? ''} $</span>
        <input
          ref={ref}
          id="console-line"
          data-first-focus
          aria-label={app === null ? 'Heroku command' : `Heroku command for ${app}`}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          maxLength={20_000}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setOffer(null)
          }}
          onKeyDown={onKeyDown}
        />
      </label>
    </>
  )
}
