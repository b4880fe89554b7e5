import { useEffect, useMemo, useRef, useState } from 'react'
import { defaultRouting, type App } from '../../../shared/domain/app.ts'
import { passingOf, type MapAddOnInput } from '../../scene/map-addons.ts'
import type { MapScene } from '../../scene/map-scene.ts'
import { stateSentence, twinRows } from '../../scene/map-twin.ts'
import { useMapTrouble } from '../../stage/map-trouble.tsx'
import { useFlow } from '../../store/flow.ts'
import { useLinks } from '../../store/links.ts'
import { useMetrics } from '../../store/metrics.ts'
import type { Pace } from '../../store/use-pace.ts'

type MapTwinProps = { readonly app: App; readonly scene: MapScene; readonly pace: Pace; readonly isShown: boolean; readonly addOns?: readonly MapAddOnInput[]; /** Names of the links that stand for themselves; all unless given. */ readonly links?: readonly string[] }

/** At most one sentence is said within this time, in milliseconds. */
const sayEveryMs = 4000
const noAddOns: readonly MapAddOnInput[] = []

/** The map as a table: for screen readers always there, for everybody else on demand. */
export function MapTwin({ app, scene, pace, isShown, addOns = noAddOns, links: shown }: MapTwinProps) {
  const load = useFlow((flow) => flow.loads[app.id] ?? null)
  const { afflictions } = useMapTrouble()
  const list = useLinks((state) => state.list)
  const samples = useMetrics((metrics) => metrics.samples)
  const rows = useMemo(() => {
    const memory = Object.fromEntries(Object.entries(samples).map(([id, list]) => [id, list.at(-1)?.memoryBytes]))
    return twinRows(scene, { load, rate: pace.rate, failed: pace.failed, rates: pace.byDyno, memory, isInMaintenance: app.maintenance, strategy: (app.routing ?? defaultRouting).strategy, afflictions, links: shown === undefined ? list : list.filter(({ name }) => shown.includes(name)), addOns: addOns.map((addOn) => ({ addOn, passing: passingOf(addOn.name, list) })) })
  }, [scene, load, samples, pace, app, afflictions, list, shown, addOns])
  return (
    <>
      <div className={isShown ? 'map-twin' : 'visually-hidden'} data-testid="map-twin">
        <table>
          <caption className="visually-hidden">The map of {app.name} as text</caption>
          <thead><tr><th scope="col">Part</th><th scope="col">State</th><th scope="col" className="number">In flight</th><th scope="col" className="number">Requests</th><th scope="col" className="number">Memory</th></tr></thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}><th scope="row">{row.part}</th><td>{row.state}</td><td className="number">{row.inFlight}</td><td className="number">{row.rate}</td><td className="number">{row.memory}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
      <Announcer text={stateSentence(scene)} />
    </>
  )
}

/** Says the newest text when it changed, and not more often than a listener can follow. What was there at the start is not said. */
function Announcer({ text }: { readonly text: string }) {
  const [said, setSaid] = useState('')
  const known = useRef(text)
  const saidAt = useRef(0)
  useEffect(() => {
    if (text === known.current) return
    const timer = setTimeout(() => {
      known.current = text
      saidAt.current = Date.now()
      setSaid(text)
    }, Math.max(0, saidAt.current + sayEveryMs - Date.now()))
    return () => clearTimeout(timer)
  }, [text])
  return <p className="visually-hidden" role="status" data-testid="map-announcer">{said}</p>
}
