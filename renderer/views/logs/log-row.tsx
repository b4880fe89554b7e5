import { memo, type Ref } from 'react'
import { isoTime } from '../../../shared/text/time.ts'
import type { LogLine } from '../../../shared/domain/log.ts'
import { AnsiText } from '../../components/ansi-text.tsx'
import type { LogEntry } from '../../store/log-buffer.ts'
import { sourceColor } from '../../text/source-color.ts'
import { leftOutText } from './log-text.ts'

type LogRowProps = {
  readonly entry: LogEntry
  readonly number: number
  readonly query: string
  readonly isCurrent: boolean
  /** Of a line that may be higher than one row: who measures it, and its place in the list. */
  readonly measure?: Ref<HTMLDivElement> | undefined
  readonly index?: number | undefined
}

/** One line. It never changes, so it is drawn once. */
export const LogRow = memo(function LogRow({ entry, number, query, isCurrent, measure, index }: LogRowProps) {
  const names = ['log-line', entry.kind === 'left-out' ? 'is-left-out' : '', entry.kind === 'line' && isTrouble(entry.line) ? 'is-trouble' : '', isCurrent ? 'is-current' : '']
  return (
    <div className={names.filter(Boolean).join(' ')} ref={measure} data-index={index} data-number={number}>
      {entry.kind === 'line' ? <LineParts line={entry.line} query={query} /> : <span>{leftOutText(entry)}</span>}
    </div>
  )
})

function LineParts({ line, query }: { readonly line: LogLine; readonly query: string }) {
  const color = sourceColor(line.source, line.ps)
  return (
    <>
      <time title={isoTime(line.at)}>{clock(line.at)}</time>
      <span className={`log-ps-name ${color === null ? 'is-platform' : `ps-${color}`}`}><AnsiText text={`${line.source}[${line.ps}]: `} search={query} /></span>
      <span className="log-text"><AnsiText text={line.text} search={query} /></span>
    </>
  )
}

/** The platform's own errors: H and R codes, crashes. */
function isTrouble(line: LogLine): boolean {
  return line.source === 'heroku' && /\bat=error\b|^Error [HRL]\d\d|to crashed$/.test(line.text)
}

function clock(at: number): string {
  const time = new Date(at)
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}`
}

const two = (value: number): string => String(value).padStart(2, '0')
