import { useMemo, useRef, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react'
import { duration } from '../../shared/text/time.ts'
import { MarkShape } from '../components/state-mark.tsx'
import type { MarkKind } from '../scene/dyno-mark.ts'
import type { LaneStep, LaneStepName } from '../scene/push-lane.ts'
import type { TheatreStep } from '../scene/theatre.ts'
import { useNow } from '../store/use-now.ts'
import { CommitShape, CompileShape, DetectShape, DynosShape, ReleaseShape, shapeEdges, SlugShape, type CastMark } from './theatre-shapes.tsx'
import { platformNow } from '../store/platform-time.ts'

type TheatreProps = {
  readonly steps: readonly TheatreStep[]
  readonly commit: string | null
  readonly version: number | null
  /** Config vars that join the slug; null while there is no release. */
  readonly configCount: number | null
  readonly marks: readonly CastMark[]
  readonly shown: LaneStepName
  /** Milliseconds the line of the active step fills in, to its end: only in a replay. Else the last push is the measure. */
  readonly fillMs: number | null
  onChoose(name: LaneStepName): void
}

export const markOfStep: Readonly<Record<LaneStep['state'], MarkKind>> = { done: 'up', active: 'starting', waiting: 'down', failed: 'crashed' }

/** The push on a stage: shapes joined by lines that fill while time passes. Each step can be looked into. */
export function Theatre({ steps, shown, fillMs, onChoose, ...cast }: TheatreProps) {
  const ref = useRef<HTMLOListElement>(null)
  const isCounting = fillMs === null && steps.some((step) => step.state === 'active')
  const now = useNow(isCounting ? 1000 : null)
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    const buttons = [...(ref.current?.querySelectorAll('button') ?? [])]
    const next = buttons[buttons.indexOf(event.target as HTMLButtonElement) + step]
    if (next === undefined) return
    event.preventDefault()
    next.focus()
  }
  return (
    <ol ref={ref} className="theatre" aria-label="The way of this push" onKeyDown={onKeyDown}>
      {steps.map((step, index) => (
        <li key={step.name} className={`theatre-step theatre-${step.state}`} data-testid={`lane-${step.name}`} data-state={step.state} aria-current={step.state === 'active' ? 'step' : undefined}>
          <button type="button" aria-pressed={step.name === shown} onClick={() => onChoose(step.name)}>
            <span className="theatre-shape">{shapeOf(step.name, cast)}</span>
            <span className="theatre-name">
              <MarkShape kind={markOfStep[step.state]} size={12} />
              <b>{step.name}</b>
              <span className="visually-hidden">{step.state}</span>
              <span className="theatre-time">{timeOf(step, now, fillMs !== null)}</span>
            </span>
            {step.lines.map((line, at) => <span key={at} className={`theatre-line ellipsis ${at === 0 ? '' : 'theatre-more'}`} title={line}>{line === '' ? '\u00a0' : line}</span>)}
          </button>
          {index < steps.length - 1 && <Wire step={step} to={steps[index + 1]?.name ?? step.name} fillMs={fillMs} />}
          {step.name === 'slug' && cast.configCount !== null && <ConfigTag count={cast.configCount} />}
        </li>
      ))}
    </ol>
  )
}

function shapeOf(name: LaneStepName, { commit, version, marks }: Pick<TheatreProps, 'commit' | 'version' | 'marks'>): ReactNode {
  switch (name) {
    case 'commit':
      return <CommitShape commit={commit} />
    case 'detect':
      return <DetectShape />
    case 'compile':
      return <CompileShape />
    case 'slug':
      return <SlugShape />
    case 'release':
      return <ReleaseShape version={version} />
    case 'dynos':
      return <DynosShape marks={marks} />
  }
}

/** The line to the next step. Under way it fills as the last push did, and waits just before the end for the fact. */
function Wire({ step, to, fillMs }: { readonly step: TheatreStep; readonly to: LaneStepName; readonly fillMs: number | null }) {
  const lengthMs = step.state === 'active' ? (fillMs ?? step.expectedMs) : null
  const startedAt = fillMs === null ? step.startedAt : null
  // Once for each beginning: a delay that changed while it runs would let it run ahead.
  const timing = useMemo(() => {
    if (lengthMs === null) return undefined
    const passed = startedAt === null ? 0 : Math.max(0, platformNow() - startedAt)
    return { animationDuration: `${lengthMs}ms`, animationDelay: `-${Math.min(passed, lengthMs)}ms` }
  }, [lengthMs, startedAt])
  const ends = { '--from': `${shapeEdges[step.name].right}px`, '--to': `${shapeEdges[to].left}px` } as CSSProperties
  return <span className={`wire wire-${step.state} ${fillMs === null ? '' : 'wire-replay'}`} style={ends} aria-hidden="true"><i key={timing === undefined ? step.state : step.startedAt} style={timing} /></span>
}

function ConfigTag({ count }: { readonly count: number }) {
  return <span className="config-tag">+ {count} config {count === 1 ? 'var' : 'vars'}</span>
}

function timeOf(step: TheatreStep, now: number, isReplay: boolean): string {
  if (step.tookMs !== null) return duration(step.tookMs)
  if (isReplay || step.state !== 'active' || step.startedAt === null) return ''
  const seconds = Math.floor((now - step.startedAt) / 1000)
  return seconds < 1 ? '' : duration(seconds * 1000)
}
