import { memo } from 'react'
import { isoTime } from '../../../shared/text/time.ts'
import type { LogLine } from '../../../shared/domain/log.ts'
import { AnsiText } from '../../components/ansi-text.tsx'
import { sourceColor } from '../../text/source-color.ts'

type LogChunkProps = { readonly lines: readonly LogLine[]; readonly search: string }

/** A stretch of lines. Only the newest stretch changes while a log runs; the browser skips those out of sight. */
export const LogChunk = memo(function LogChunk({ lines, search }: LogChunkProps) {
  return (
    <div className="log-chunk" style={{ containIntrinsicSize: `auto ${lines.length * 20}px` }}>
      {lines.map((line) => <Line key={line.id} line={line} search={search} />)}
    </div>
  )
}, isSame)

function isSame(a: LogChunkProps, b: LogChunkProps): boolean {
  return a.search === b.search && a.lines.length === b.lines.length && a.lines[0]?.id === b.lines[0]?.id && a.lines.at(-1)?.id === b.lines.at(-1)?.id && a.lines[0] === b.lines[0]
}

function Line({ line, search }: { readonly line: LogLine; readonly search: string }) {
  const color = sourceColor(line.source, line.ps)
  return (
    <div className={`log-line ${isTrouble(line) ? 'is-trouble' : ''}`}>
      <time title={isoTime(line.at)}>{clock(line.at)}</time>
      <span className={`log-ps-name ${color === null ? 'is-platform' : `ps-${color}`}`}>{`${line.source}[${line.ps}]: `}</span>
      <span className="log-text"><AnsiText text={line.text} search={search} /></span>
    </div>
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
