import { memo, useLayoutEffect, useMemo, useRef } from 'react'
import { AnsiText } from '../../components/ansi-text.tsx'
import { useBuildTexts } from '../../store/builds.ts'
import { outputLines } from '../../text/ansi.ts'

/** How near to the end, in pixels, still counts as reading along. */
const nearEnd = 24

/** The build's own words. Follows the end while it is read there. */
export function BuildOutput({ buildId, isLive }: { readonly buildId: string; readonly isLive: boolean }) {
  const output = useBuildTexts((texts) => texts[buildId])
  const ref = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const lines = useMemo(() => outputLines(output?.text ?? ''), [output])
  useLayoutEffect(() => {
    if (isAtEnd.current && ref.current !== null) ref.current.scrollTop = ref.current.scrollHeight
  }, [lines])
  const onScroll = (): void => {
    const element = ref.current
    if (element !== null) isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd
  }
  const isEmpty = output === undefined || output.text === ''
  return (
    <div className="terminal" ref={ref} onScroll={onScroll} tabIndex={0} role="log" aria-label="Build output" aria-live="off" data-testid="build-output">
      {output?.isCut === true && <p className="faint">The beginning is left out.</p>}
      {isEmpty && <p className="faint">{isLive ? 'The first lines come when the build begins.' : 'This build left no output.'}</p>}
      {lines.map((line, index) => <OutputLine key={index} line={line} />)}
    </div>
  )
}

const OutputLine = memo(function OutputLine({ line }: { readonly line: string }) {
  const kind = line.startsWith('----->') ? 'step' : /^\s!\s/.test(line) ? 'warning' : 'plain'
  return <div className={`terminal-line terminal-${kind}`}>{line === '' ? '\u00a0' : <AnsiText text={line} />}</div>
})
