import { useMemo } from 'react'
import { addOnStateWords } from '../../../shared/domain/add-on.ts'
import type { App } from '../../../shared/domain/app.ts'
import { AddOnShape } from '../../components/addon-shape.tsx'
import { MarkShape, StateMark } from '../../components/state-mark.tsx'
import { appSummary } from '../../scene/app-summary.ts'
import { bandWidth } from '../../scene/map-sampling.ts'
import { rateNumber } from '../../scene/sparkline.ts'
import { strip, worldStrip } from '../../scene/world-strip.ts'
import { useAppAddOns } from '../../store/addons.ts'
import { useFlow } from '../../store/flow.ts'
import { countSpanMs, paceOf, type Pace } from '../../store/flow-batch.ts'
import { useBuilds, useDynos } from '../../store/selectors.ts'
import { showApp } from '../../store/ui.ts'
import { useNow } from '../../store/use-now.ts'
import { listWords } from '../../text/addon-words.ts'
import { platformNow } from '../../store/platform-time.ts'

const lineRest = 1.5
const addOnsShown = 4
const quiet: Pace = { rate: 0, failed: 0, isEstimate: false }

/** One app as a small map; a press goes into it. */
export function WorldApp({ app }: { readonly app: App }) {
  const dynos = useDynos(app.id)
  const builds = useBuilds(app.id)
  const pace = useAppPace(app.id)
  const held = useFlow((flow) => flow.loads[app.id]?.held ?? 0)
  const inFlight = useFlow((flow) => flow.loads[app.id]?.inFlight ?? 0)
  const summary = appSummary(app, dynos, builds[0] ?? null)
  return (
    <button type="button" className="world-app" data-testid={`world-${app.name}`} onClick={() => showApp(app.id, 'map')}>
      <span className="world-line"><b className="mono ellipsis">{app.name}</b><StateMark kind={summary.mark} word={summary.word} /></span>
      <Strip app={app} pace={pace} held={held} />
      <AddOnsLine appId={app.id} />
      <span className="world-numbers small">
        <span><b className="mono">{pace.isEstimate ? 'about ' : ''}{rateNumber(pace.rate)}</b>/s</span>
        <span className={pace.failed > 0 ? 'problem' : 'faint'}><b className="mono">{rateNumber(pace.failed)}</b>/s failed</span>
        <span className={held > 0 ? '' : 'faint'}><b className="mono">{held}</b> held</span>
        <span className={inFlight > 0 ? '' : 'faint'}><b className="mono">{inFlight}</b> in flight</span>
      </span>
    </button>
  )
}

function Strip({ app, pace: { rate, failed }, held }: { readonly app: App; readonly pace: Pace; readonly held: number }) {
  const dynos = useDynos(app.id)
  const shape = useMemo(() => worldStrip(dynos), [dynos])
  const { middle } = shape
  const routerX = strip.entry + 14
  const width = rate === 0 ? lineRest : bandWidth(rate)
  const way = rate === 0 ? 'world-way' : `world-way world-way-${failed > rate / 2 ? 'failing' : 'busy'}`
  return (
    <svg className="world-strip" viewBox={`0 0 ${strip.width} ${shape.height}`} width={strip.width} height={shape.height} aria-hidden="true">
      <path className={way} d={`M6 ${middle}H${routerX}`} style={{ strokeWidth: width }} />
      {shape.web.length > 0 && <path className={way} d={`M${routerX + strip.router} ${middle}H${strip.dots - 8}`} style={{ strokeWidth: width }} />}
      <circle className="world-visitor" cx="6" cy={middle} r="4" />
      <rect className={held > 0 ? 'world-router world-router-held' : 'world-router'} x={routerX} y={middle - strip.routerHeight / 2} width={strip.router} height={strip.routerHeight} rx="6" />
      <text className="world-text" x={routerX + strip.router / 2} y={middle + 4} textAnchor="middle">{held > 0 ? `${held} held` : 'router'}</text>
      {[...shape.web, ...shape.others].map((dot) => <g key={dot.id} transform={`translate(${dot.x}, ${dot.y})`}><title>{`${dot.name}, ${dot.kind}`}</title><MarkShape kind={dot.kind} /></g>)}
      {shape.left > 0 && <text className="world-text" x={strip.width} y={shape.height - 2} textAnchor="end">and {shape.left} more</text>}
    </svg>
  )
}

/** What the app has beside its dynos, by the names it has them under. */
function AddOnsLine({ appId }: { readonly appId: string }) {
  const addOns = useAppAddOns(appId)
  if (addOns.length === 0) return null
  return (
    <span className="world-addons small">
      {addOns.slice(0, addOnsShown).map(({ id, name, service, state, names, others }) => (
        <span key={id}><AddOnShape service={service} state={state} size={16} /><code className="ellipsis">{names[0] ?? name}</code>{state !== 'provisioned' && <span className="soft">{addOnStateWords[state]}</span>}{others.length > 0 && <span className="faint">shared with {listWords(others, 2)}</span>}</span>
      ))}
      {addOns.length > addOnsShown && <span className="faint">and {addOns.length - addOnsShown} more</span>}
    </span>
  )
}

/** Falls to zero by itself when nothing comes any more; ticks only until then. */
function useAppPace(appId: string): Pace {
  const counts = useFlow((flow) => flow.counts)
  const newest = counts.at(-1)?.at ?? 0
  const isMoving = platformNow() - newest < countSpanMs + 1000
  const now = useNow(isMoving ? 1000 : null)
  return useMemo(() => (counts.length === 0 ? quiet : paceOf({ counts }, appId, Math.max(now, newest))), [counts, appId, now, newest])
}
