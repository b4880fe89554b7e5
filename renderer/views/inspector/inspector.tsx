import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { useApp, useDynos } from '../../store/selectors.ts'
import { openInspector, select, useUi, type Selection } from '../../store/ui.ts'
import { lastWhere } from '../../text/last-where.ts'
import { AddOnFacts } from './addon-facts.tsx'
import { AppFacts } from './app-facts.tsx'
import { BuildFacts } from './build-facts.tsx'
import { DynoFacts } from './dyno-facts.tsx'
import { RequestFacts } from './request-facts.tsx'
import { EventFacts } from './event-facts.tsx'
import { FaultFactsOf } from './fault-facts.tsx'
import { ReleaseFacts } from './release-facts.tsx'
import { RouterFacts } from './router-facts.tsx'

/** What is selected: its facts, its charts, why it is so, and what can be done with it. The overview shows the app itself. */
export function Inspector() {
  const app = useApp()
  const selection = useUi((ui) => ui.selection)
  const view = useUi((ui) => ui.view)
  const isOpen = useUi((ui) => ui.isInspectorOpen)
  const hasSomething = selection !== null || (app !== null && view === 'overview')
  if (!hasSomething) return null
  if (!isOpen) return <aside className="side-handle" aria-label="Inspector"><Button look="quiet" icon="inspector" aria-label="Open the inspector" aria-keyshortcuts="Control+I" title="Open the inspector (Ctrl I)" onClick={() => openInspector(true)} /></aside>
  return (
    <aside className={`side ${selection === null ? 'side-facts' : ''}`} aria-label="Inspector">
      <div className="side-head">
        <h2 className={selection?.kind === 'dyno' || selection?.kind === 'release' ? 'mono' : ''}>{selection === null ? 'This app' : titleOf(selection)}</h2>
        {selection === null
          ? <Button look="quiet" icon="inspector" aria-label="Put the inspector away" aria-keyshortcuts="Control+I" title="Put the inspector away (Ctrl I)" onClick={() => openInspector(false)} />
          : <Button look="quiet" icon="close" aria-label="Close the inspector" onClick={() => select(null)} />}
      </div>
      {app !== null && (selection === null ? <AppFacts app={app} /> : <Chosen app={app} selection={selection} />)}
      {app === null && selection?.kind === 'event' && <EventFacts key={selection.seq} seq={selection.seq} />}
      {app === null && selection?.kind === 'fault' && <FaultFactsOf key={selection.leaseId} leaseId={selection.leaseId} />}
    </aside>
  )
}

function Chosen({ app, selection }: { readonly app: App; readonly selection: Selection }) {
  switch (selection.kind) {
    case 'event':
      return <EventFacts key={selection.seq} seq={selection.seq} />
    case 'router':
      return <RouterFacts app={app} />
    case 'dyno':
      return <ChosenDyno app={app} id={selection.id} name={selection.name} />
    case 'release':
      return <ReleaseFacts key={selection.version} app={app} version={selection.version} />
    case 'build':
      return <BuildFacts key={selection.id} app={app} id={selection.id} />
    case 'fault':
      return <FaultFactsOf key={selection.leaseId} leaseId={selection.leaseId} />
    case 'addon':
      return <AddOnFacts key={selection.id} app={app} id={selection.id} name={selection.name} />
    case 'request':
      return <RequestFacts key={selection.requestId} app={app} requestId={selection.requestId} />
  }
}

function titleOf(selection: Selection): string {
  switch (selection.kind) {
    case 'dyno':
      return selection.name
    case 'addon':
      return 'Add-on'
    case 'fault':
      return 'Fault'
    case 'request':
      return 'Request'
    case 'router':
      return 'Router'
    case 'event':
      return 'Why?'
    case 'release':
      return `v${selection.version}`
    case 'build':
      return 'Build'
  }
}

/** A dyno gets a new id at every start; the place keeps its name, so the newest of that name is followed. */
function ChosenDyno({ app, id, name }: { readonly app: App; readonly id: string; readonly name: string }) {
  const dynos = useDynos(app.id)
  const dyno = dynos.find((entry) => entry.id === id) ?? lastWhere(dynos, (entry) => entry.name === name)
  if (dyno === null) return <p className="soft">{name} is gone. Its log lines and its activity are still there.</p>
  return <DynoFacts key={dyno.id} app={app} dyno={dyno} />
}
