import { defaultRouting, type App } from '../../shared/domain/app.ts'
import type { Box } from '../scene/app-scene.ts'
import { routerFact } from '../scene/map-words.ts'
import { useFlow } from '../store/flow.ts'
import { select, useUi } from '../store/ui.ts'
import { strategyTitles } from '../text/routing-words.ts'
import { LoadTicks } from './load-ticks.tsx'
import { boxStyle } from './map-dyno.tsx'
import { FaultFlag, troubleWords, useMapTrouble } from './map-trouble.tsx'

/** The router and its queue: what waits for a dyno stacks up here. */
export function MapRouter({ app, box }: { readonly app: App; readonly box: Box }) {
  const isChosen = useUi((ui) => ui.selection?.kind === 'router')
  const held = useFlow((flow) => flow.loads[app.id]?.held ?? 0)
  const inFlight = useFlow((flow) => flow.loads[app.id]?.inFlight ?? 0)
  const { afflictions, blast, aim } = useMapTrouble()
  const { strategy } = app.routing ?? defaultRouting
  const fact = [routerFact(app.maintenance, inFlight, held, strategy), troubleWords(afflictions.router, blast.router)].filter(Boolean).join(', ')
  return (
    <button
      type="button"
      className="map-router"
      style={boxStyle(box)}
      tabIndex={-1}
      data-mark="router"
      data-fact={fact}
      data-held={held > 0 || undefined}
      data-testid="map-router"
      aria-label={fact}
      data-fault={afflictions.router.length > 0 || undefined}
      data-blast={blast.router || undefined}
      aria-pressed={aim === null ? isChosen : blast.router}
      onClick={() => (aim === null ? select({ kind: 'router' }) : aim({ kind: 'router' }))}
    >
      <b>router</b>
      <span className="faint small">{app.maintenance ? 'maintenance' : strategyTitles[strategy].toLowerCase()}</span>
      <FaultFlag titles={afflictions.router} isMarked={blast.router} />
      <span className="map-router-numbers">
        <span><b className="mono">{inFlight}</b> in flight</span>
        <span className="map-held"><b className="mono">{held}</b> held <LoadTicks count={held} /></span>
      </span>
    </button>
  )
}
