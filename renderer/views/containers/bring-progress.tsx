import { useEffect, useRef } from 'react'
import type { BringPart } from '../../../shared/protocol/containers.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { duration } from '../../../shared/text/time.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { cancelBringing, useStackWork, type StackWork } from '../../store/stack-work.ts'
import { useNow } from '../../store/use-now.ts'

/** What this window brings, or what came of it. */
export function BringProgress() {
  const work = useStackWork((state) => state.work)
  if (work === null) return null
  return (
    <section className="panel" aria-labelledby="stack-work">
      <div className="panel-head"><h2 id="stack-work">{titleOf(work.order)}</h2></div>
      <div className="panel-body"><Body work={work} /></div>
    </section>
  )
}

function titleOf(order: StackWork['order']): string {
  switch (order.how) {
    case 'pull':
      return `Pulling ${order.stack}`
    case 'build':
      return `Building ${order.stack}`
    case 'import':
      return 'Importing a stack'
  }
}

function Body({ work }: { readonly work: StackWork }) {
  const { end } = work
  return (
    <div className="stack-12">
      {end === null && <UnderWay work={work} />}
      {end?.kind === 'done' && <p role="status"><b>{end.images.map(({ stack }) => stack).join(' and ')} {end.images.length === 1 ? 'is' : 'are'} here.</b> {end.images.map(({ sizeBytes, digest }) => `${byteSize(sizeBytes)}${digest === null ? '' : `, ${digest.slice(0, 19)}`}`).join('; ')}.</p>}
      {end?.kind === 'cancelled' && <p role="status">Cancelled. Nothing of it was kept.</p>}
      {end?.kind === 'failed' && <ErrorNote error={end.error} />}
      {(end === null || end.kind === 'failed') && <Output lines={work.lines} />}
    </div>
  )
}

function UnderWay({ work }: { readonly work: StackWork }) {
  const now = useNow(1000)
  return (
    <>
      <div className="containers-now">
        <p role="status">{work.step === '' ? 'Starting.' : work.step}</p>
        <span className="faint number" aria-hidden="true">{duration(Math.max(0, now - work.startedAt))}</span>
        <Button icon="stop" onClick={cancelBringing}>Cancel</Button>
      </div>
      {work.parts.length > 0 && <ul className="containers-bars" aria-label="How far it has come">{work.parts.map((part) => <Bar key={part.id} part={part} />)}</ul>}
    </>
  )
}

/** While nobody knows how much there is, how much has come is said, and no bar is drawn. */
function Bar({ part: { label, done, total } }: { readonly part: BringPart }) {
  return (
    <li>
      <span className="small ellipsis" title={label}>{label}</span>
      {total === null ? <span /> : <progress className="containers-bar" max={total} value={Math.min(done, total)} aria-label={label} />}
      <span className="small faint number">{total === null ? byteSize(done) : total <= 1 ? '' : `${byteSize(done)} of ${byteSize(total)}`}</span>
    </li>
  )
}

/** Stays at its end while lines come. */
function Output({ lines }: { readonly lines: readonly string[] }) {
  const ref = useRef<HTMLPreElement>(null)
  useEffect(() => {
    if (ref.current !== null) ref.current.scrollTop = ref.current.scrollHeight
  }, [lines])
  return lines.length === 0 ? null : <pre ref={ref} className="containers-output" tabIndex={0} aria-label="Output">{lines.join('\n')}</pre>
}
