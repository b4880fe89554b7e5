import type { KeyboardEvent, TextareaHTMLAttributes } from 'react'

type TextAreaFieldProps = TextareaHTMLAttributes<HTMLTextAreaElement> & {
  /** Read out, not drawn: the place says it already. */
  readonly label: string
}

const rowsAtMost = 8

/** One line that grows with its text, for values that may have several lines. Enter sends the form, Shift and Enter begin a line. */
export function TextAreaField({ label, value, ...rest }: TextAreaFieldProps) {
  const rows = Math.min(rowsAtMost, String(value ?? '').split('\n').length)
  return <textarea className="input input-mono" aria-label={label} rows={rows} spellCheck={false} autoComplete="off" value={value} onKeyDown={sendOnEnter} {...rest} />
}

function sendOnEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
  if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
  event.preventDefault()
  event.currentTarget.form?.requestSubmit()
}
