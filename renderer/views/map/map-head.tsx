import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { appSummary } from '../../scene/app-summary.ts'
import { useMirror } from '../../store/mirror.ts'
import { useBuilds, useDynos } from '../../store/selectors.ts'
import { trafficWords } from '../../text/traffic-words.ts'
import { TrafficControl } from '../traffic/traffic-control.tsx'

type MapHeadProps = { readonly app: App; readonly isText: boolean; onText(isText: boolean): void }

export function MapHead({ app, isText, onText }: MapHeadProps) {
  const dynos = useDynos(app.id)
  const builds = useBuilds(app.id)
  const summary = appSummary(app, dynos, builds[0] ?? null)
  return (
    <div className="view-head map-head">
      <h1>{app.name}</h1>
      <StateMark kind={summary.mark} word={summary.word} />
      <div className="actions">
        <div className="segments" role="group" aria-label="Show the map">
          <button type="button" aria-pressed={!isText} onClick={() => onText(false)}>As a drawing</button>
          <button type="button" aria-pressed={isText} data-testid="map-as-text" onClick={() => onText(true)}>As text</button>
        </div>
        <TrafficDock app={app} />
      </div>
    </div>
  )
}

/** The traffic generator, at hand while the map is looked at. */
function TrafficDock({ app }: { readonly app: App }) {
  const [isOpen, setOpen] = useState(false)
  const dock = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const run = useMirror((mirror) => mirror.state.traffic[app.id] ?? null)
  useEffect(() => {
    if (!isOpen) return
    const onPress = (event: PointerEvent): void => {
      if (event.target instanceof Node && dock.current?.contains(event.target) !== true) setOpen(false)
    }
    window.addEventListener('pointerdown', onPress)
    return () => window.removeEventListener('pointerdown', onPress)
  }, [isOpen])
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !isOpen) return
    event.stopPropagation()
    setOpen(false)
    button.current?.focus()
  }
  return (
    <div ref={dock} className="map-dock" onKeyDown={onKeyDown}>
      <Button ref={button} icon="traffic" aria-expanded={isOpen} data-testid="map-traffic" onClick={() => setOpen(!isOpen)}>{run === null ? 'Traffic' : `Traffic ${trafficWords(run.plan)}`}</Button>
      {isOpen && <div className="map-dock-panel"><TrafficControl app={app} /></div>}
    </div>
  )
}
