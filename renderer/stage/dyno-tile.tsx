import { byteSize } from '../../shared/text/amounts.ts'
import { duration } from '../../shared/text/time.ts'
import { MarkShape } from '../components/state-mark.tsx'
import type { DynoForm, DynoShape } from '../scene/app-scene.ts'
import { expectationWords, restartWords } from '../scene/dyno-mark.ts'
import { useMetrics } from '../store/metrics.ts'
import { select, useUi } from '../store/ui.ts'
import { useNow } from '../store/use-now.ts'

/** A row below this width says the state and leaves the rest to the inspector. */
const tightBelow = 300

/** Of a dyno's name on the map, in pixels. */
const letterWidth = 8

const markAt: Readonly<Record<DynoForm, string>> = { row: 'translate(12, 11)', tile: 'translate(12, 15)', dot: 'translate(7, 7)' }

/** One dyno on the map: its mark, its name, the word for its state and the one number that matters in it. */
export function DynoTile({ shape }: { readonly shape: DynoShape }) {
  const { dyno, mark, form } = shape
  const isChosen = useUi((ui) => ui.selection?.kind === 'dyno' && ui.selection.id === dyno.id)
  const choose = (): void => select({ kind: 'dyno', id: dyno.id, name: dyno.name })
  const label = [dyno.name, mark.word, expectationWords(mark), `release v${dyno.version}`].filter(Boolean).join(', ')
  return (
    <g
      className={`tile tile-${mark.kind} ${isChosen ? 'is-chosen' : ''}`}
      style={{ transform: `translate(${shape.x}px, ${shape.y}px)` }}
      data-testid={`dyno-${dyno.name}`}
      data-state={mark.kind}
      role="button"
      tabIndex={0}
      aria-label={label}
      aria-pressed={isChosen}
      onClick={choose}
      onKeyDown={(event) => (event.key === 'Enter' || event.key === ' ') && choose()}
    >
      <title>{label}</title>
      <rect className="tile-box" width={shape.width} height={shape.height} rx="6" />
      <g transform={markAt[form]}>
        <MarkShape kind={mark.kind} since={mark.since} expectedMs={mark.expectedMs} />
      </g>
      {form === 'row' && <RowText shape={shape} />}
      {form === 'tile' && <TileText shape={shape} />}
    </g>
  )
}

function RowText({ shape }: { readonly shape: DynoShape }) {
  const { dyno, width } = shape
  const memory = useMetrics((metrics) => metrics.samples[dyno.id]?.at(-1)?.memoryBytes ?? null)
  const isTight = width < tightBelow
  const isCrashed = dyno.state.kind === 'crashed'
  return (
    <>
      <text className="tile-name" x="36" y="23">{dyno.name}</text>
      <text className="tile-word" x={isTight ? Math.max(104, 48 + dyno.name.length * letterWidth) : 120} y="23"><StateWord shape={shape} isTight={isTight} /></text>
      {memory !== null && !isTight && dyno.state.kind === 'up' && <text className="tile-version" x={width - 48} y="23" textAnchor="end">{byteSize(memory)}</text>}
      {!(isTight && isCrashed) && <text className="tile-version" x={width - 12} y="23" textAnchor="end">v{dyno.version}</text>}
    </>
  )
}

function TileText({ shape }: { readonly shape: DynoShape }) {
  return (
    <>
      <text className="tile-name" x="36" y="19">{shape.dyno.name}</text>
      <text className="tile-word" x="36" y="35"><StateWord shape={shape} /></text>
      <text className="tile-version" x={shape.width - 10} y="19" textAnchor="end">v{shape.dyno.version}</text>
    </>
  )
}

function StateWord({ shape: { dyno, mark }, isTight = false }: { readonly shape: DynoShape; readonly isTight?: boolean }) {
  const restartAt = dyno.state.kind === 'crashed' ? dyno.state.restartAt : null
  const isCounting = restartAt !== null || mark.kind === 'starting'
  const now = useNow(isCounting ? 1000 : null)
  if (restartAt !== null) return isTight ? restartWords(restartAt, now, 'again') : `crashed, ${restartWords(restartAt, now)}`
  if (mark.kind === 'starting') return `starting, ${duration(Math.max(0, now - mark.since))}`
  return dyno.errors.length > 0 ? `${mark.word}, ${dyno.errors.at(-1)}` : mark.word
}
