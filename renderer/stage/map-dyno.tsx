import { memo, type CSSProperties } from 'react'
import { findDynoSize } from '../../shared/domain/dyno-sizes.ts'
import { byteSize } from '../../shared/text/amounts.ts'
import { duration } from '../../shared/text/time.ts'
import { MarkShape } from '../components/state-mark.tsx'
import type { Box } from '../scene/app-scene.ts'
import { restartWords } from '../scene/dyno-mark.ts'
import type { MapDyno, MapGhost } from '../scene/map-scene.ts'
import { dynoFact } from '../scene/map-words.ts'
import { rateNumber } from '../scene/sparkline.ts'
import { useFlow } from '../store/flow.ts'
import { useMetrics } from '../store/metrics.ts'
import { select, useUi } from '../store/ui.ts'
import { useNow } from '../store/use-now.ts'
import { DynoChart } from './dyno-chart.tsx'
import { FaultFlag, troubleWords, useMapTrouble } from './map-trouble.tsx'
import { LoadTicks } from './load-ticks.tsx'

type MapDynoMarkProps = { readonly shape: MapDyno; readonly rate: number | null; readonly isLeaving: boolean }

/** A card at least this wide has room for the last minute as a line. */
const chartFrom = 640
/** Dots smaller than this have a smaller mark. */
const smallDot = 16
const noTitles: readonly string[] = []

/** One dyno on the map, saying as much as its form has room for; hover, focus and the inspector say the rest. */
export const MapDynoMark = memo(function MapDynoMark({ shape, rate, isLeaving }: MapDynoMarkProps) {
  const { dyno, mark, form, wish } = shape
  const isChosen = useUi((ui) => ui.selection?.kind === 'dyno' && ui.selection.id === dyno.id)
  const inFlight = useFlow((flow) => flow.loads[dyno.appId]?.byDyno[dyno.id] ?? 0)
  const memoryBytes = useMetrics((metrics) => metrics.samples[dyno.id]?.at(-1)?.memoryBytes ?? null)
  const { afflictions, blast, aim } = useMapTrouble()
  const titles = afflictions.dynos.get(dyno.id) ?? noTitles
  const isMarked = blast.dynoIds.has(dyno.id)
  const fact = [dynoFact(shape, { inFlight, rate, memoryBytes }), troubleWords(titles, isMarked)].filter(Boolean).join(', ')
  return (
    <button
      type="button"
      className={`map-dyno map-${form} tile-${mark.kind}`}
      style={boxStyle(shape)}
      tabIndex={-1}
      data-mark={`dyno:${dyno.id}`}
      data-type={dyno.kind === 'formation' ? dyno.type : undefined}
      data-fact={fact}
      data-testid={`dyno-${dyno.name}`}
      data-state={mark.kind}
      data-wish={wish}
      data-fault={titles.length > 0 || undefined}
      data-blast={isMarked || undefined}
      data-leaving={isLeaving || undefined}
      data-busy={form === 'dot' && inFlight > 0 ? true : undefined}
      aria-label={fact}
      aria-pressed={aim === null ? isChosen : isMarked}
      disabled={isLeaving}
      onClick={() => (aim === null ? select({ kind: 'dyno', id: dyno.id, name: dyno.name }) : aim({ kind: 'dyno', name: dyno.name, type: dyno.type, host: dyno.host ?? null }))}
    >
      <MarkShape kind={mark.kind} since={mark.since} expectedMs={mark.expectedMs} size={form === 'dot' && shape.width < smallDot ? 10 : 14} />
      {form !== 'dot' && <b className="mono ellipsis">{dyno.name}</b>}
      {form !== 'dot' && <span className="map-word ellipsis"><StateWord shape={shape} />{form !== 'tile' && <FaultFlag titles={titles} isMarked={isMarked} />}</span>}
      {(form === 'dot' || form === 'tile') && <FaultFlag titles={titles} isMarked={isMarked} isShort />}
      {form === 'tile' && inFlight > 0 && <span className="map-count mono">{inFlight}</span>}
      {form === 'card' && shape.width >= chartFrom && mark.kind === 'up' && <DynoChart dyno={dyno} />}
      {(form === 'card' || form === 'row') && <span className="map-version mono">v{dyno.version}</span>}
      {(form === 'card' || form === 'row') && (mark.kind === 'up' || mark.kind === 'draining') && <Numbers shape={shape} rate={rate} inFlight={inFlight} memoryBytes={memoryBytes} />}
    </button>
  )
})

/** Where a wished dyno would stand. */
export function MapGhostMark({ ghost }: { readonly ghost: MapGhost }) {
  return <span className={`map-ghost map-${ghost.form}`} style={boxStyle(ghost)} data-testid={`ghost-${ghost.name}`}>{ghost.form === 'dot' ? '' : <span className="mono">{ghost.name}</span>}</span>
}

function Numbers({ shape: { dyno, form }, rate, inFlight, memoryBytes }: { readonly shape: MapDyno; readonly rate: number | null; readonly inFlight: number; readonly memoryBytes: number | null }) {
  const cpuPercent = useMetrics((metrics) => metrics.samples[dyno.id]?.at(-1)?.cpuPercent ?? null)
  const isRunning = dyno.state.kind === 'up'
  const takesRequests = dyno.type === 'web' && dyno.kind === 'formation'
  const quota = findDynoSize(dyno.size)?.memoryBytes ?? 0
  return (
    <span className="map-numbers mono">
      <span className="map-load">{takesRequests && <><span>{inFlight} in flight</span><LoadTicks count={inFlight} /></>}</span>
      <span className="map-rate-of">{rate === null || !isRunning || !takesRequests ? '' : `${rateNumber(rate)}/s`}</span>
      <span className="map-memory">{memoryBytes === null || !isRunning ? '' : <>{byteSize(memoryBytes)}{form === 'card' && <em> of {byteSize(quota)}</em>}</>}</span>
      {form === 'card' && <span className="map-cpu">{cpuPercent === null || !isRunning ? '' : `${Math.round(cpuPercent)} % cpu`}</span>}
    </span>
  )
}

function StateWord({ shape: { dyno, mark, wish, form } }: { readonly shape: MapDyno }) {
  const restartAt = dyno.state.kind === 'crashed' ? dyno.state.restartAt : null
  const now = useNow(restartAt !== null || mark.kind === 'starting' ? 1000 : null)
  if (wish === 'stop') return 'would stop'
  if (restartAt !== null) return form === 'tile' ? shortRestart(restartAt, now) : `crashed, ${restartWords(restartAt, now)}`
  if (mark.kind === 'starting' && form !== 'tile') return `starting, ${duration(Math.max(0, now - mark.since))}`
  return dyno.errors.length > 0 ? `${mark.word}, ${dyno.errors.at(-1)}` : mark.word
}

/** `in 42 s`, `in 10 m`: what a tile has room for. */
function shortRestart(restartAt: number, now: number): string {
  const seconds = Math.max(0, Math.ceil((restartAt - now) / 1000))
  return seconds === 0 ? 'restarting' : seconds < 60 ? `in ${seconds} s` : `in ${Math.ceil(seconds / 60)} m`
}

export const boxStyle = ({ x, y, width, height }: Box): CSSProperties => ({ transform: `translate(${x}px, ${y}px)`, width, height })
