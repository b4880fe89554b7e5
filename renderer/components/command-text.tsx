import { CopyButton } from './copy.tsx'

/** The line of a terminal that does the same, under the button that does it; nothing where there is none. */
export function CommandText({ text }: { readonly text: string | null }) {
  if (text === null) return null
  return (
    <span className="command-text">
      <code title={text}>{text}</code>
      <CopyButton text={text} label={`the command ${text}`} />
    </span>
  )
}
