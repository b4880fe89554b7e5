import { useId, useMemo } from 'react'
import type { App } from '../../shared/domain/app.ts'
import type { Dyno } from '../../shared/domain/dyno.ts'
import { appScene, type AppScene, type Box } from '../scene/app-scene.ts'
import { describeScene } from '../scene/describe.ts'
import { rateNumber } from '../scene/sparkline.ts'
import { select, useUi } from '../store/ui.ts'
import { DynoTile } from './dyno-tile.tsx'
import { useWidth } from './use-width.ts'

type AppMapProps = {
  readonly app: App
  readonly dynos: readonly Dyno[]
  readonly types: readonly string[]
  /** Requests a second, or null while it is not measured. */
  readonly rate: number | null
  /** The same by dyno id. */
  readonly rates: Readonly<Record<string, number>>
}

/** The small map: who asks, what routes, what runs. */
export function AppMap({ app, dynos, types, rate, rates }: AppMapProps) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const describedBy = useId()
  const scene = useMemo(() => (width === 0 ? null : appScene({ app, dynos, types, width })), [app, dynos, types, width])
  return (
    <div className="map" ref={ref}>
      {scene !== null && (
        <>
          <p id={describedBy} className="visually-hidden">{describeScene(scene, rate)}</p>
          <svg width={scene.width} height={scene.height} viewBox={`0 0 ${scene.width} ${scene.height}`} role="group" aria-label={`Map of ${app.name}`} aria-describedby={describedBy}>
            <Drawing scene={scene} app={app} rate={rate} rates={rates} />
          </svg>
        </>
      )}
    </div>
  )
}

function Drawing({ scene, app, rate, rates }: Pick<AppMapProps, 'app' | 'rate' | 'rates'> & { readonly scene: AppScene }) {
  const isRouterChosen = useUi((ui) => ui.selection?.kind === 'router')
  const middle = scene.router.y + scene.router.height / 2
  const gap = (scene.visitors.x + scene.visitors.width + scene.router.x) / 2
  return (
    <>
      {scene.edges.map((edge) => <path key={edge.id} className={`map-edge map-edge-${edge.kind}`} d={edge.path} />)}
      {scene.edges.map(({ dynoId, label }) => {
        const own = dynoId === null ? undefined : rates[dynoId]
        return own === undefined || label === null ? null : <text key={dynoId} className="map-rate" x={label.x} y={label.y} textAnchor="end">{rateNumber(own)}</text>
      })}
      <text className="map-small" x={scene.visitors.x} y={middle + 4}>visitors</text>
      {rate !== null && <text className="map-number" x={gap} y={middle - 8} textAnchor="middle">{rateNumber(rate)}/s</text>}
      <g
        className={`map-node ${isRouterChosen ? 'is-chosen' : ''}`}
        role="button"
        tabIndex={0}
        aria-label={`Router${app.maintenance ? ', maintenance mode is on' : ''}`}
        onClick={() => select({ kind: 'router' })}
        onKeyDown={(event) => event.key === 'Enter' && select({ kind: 'router' })}
      >
        <rect {...scene.router} rx="6" />
        <text className="map-name" x={center(scene.router)} y={middle - 3} textAnchor="middle">router</text>
        <text className="map-small" x={center(scene.router)} y={middle + 14} textAnchor="middle">{app.maintenance ? 'maintenance' : 'random choice'}</text>
      </g>
      {scene.groups.map((group) => (
        <g key={group.type} role="group" aria-label={`${group.title} dynos`}>
          <rect className="map-group" x={group.x} y={group.y} width={group.width} height={group.height} rx="6" />
          <text className="map-name" x={group.x + 12} y={group.y + 21}>{group.title}</text>
          <text className="map-small" x={group.x + group.width - 12} y={group.y + 21} textAnchor="end">{sizeOf(app, group.type)}</text>
          {group.note !== null && <text className="map-small" x={group.x + 12} y={group.y + 46}>{group.note}</text>}
          {group.dynos.map((shape) => <DynoTile key={shape.dyno.id} shape={shape} />)}
        </g>
      ))}
    </>
  )
}

const center = (box: Box): number => box.x + box.width / 2

function sizeOf(app: App, type: string): string {
  const entry = Object.hasOwn(app.formation, type) ? app.formation[type] : undefined
  return entry === undefined ? '' : `${entry.quantity} × ${entry.size}`
}
