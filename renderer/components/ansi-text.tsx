import { memo } from 'react'
import { ansiSpans } from '../text/ansi.ts'

/** One line of terminal output, its colours kept; parts that match `search` are marked. */
export const AnsiText = memo(function AnsiText({ text, search = '' }: { readonly text: string; readonly search?: string }) {
  if (!text.includes('\u001b')) return <Marked text={text} search={search} />
  return ansiSpans(text).map((span, index) => (
    <span key={index} className={span.color === null ? undefined : `ansi-${span.color}`} style={span.bold ? { fontWeight: 600 } : undefined}>
      <Marked text={span.text} search={search} />
    </span>
  ))
})

function Marked({ text, search }: { readonly text: string; readonly search: string }) {
  if (search === '') return text
  const at = text.toLowerCase().indexOf(search.toLowerCase())
  if (at === -1) return text
  const end = at + search.length
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, end)}</mark>
      <Marked text={text.slice(end)} search={search} />
    </>
  )
}
