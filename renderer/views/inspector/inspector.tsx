import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { useApp, useDynos } from '../../store/selectors.ts'
import { select, useUi, type Selection } from '../../store/ui.ts'
import { lastWhere } from '../../text/last-where.ts'
import { WhyChain } from '../activity/why-chain.tsx'
import { AppFacts } from './app-facts.tsx'
import { DynoFacts } from './dyno-facts.tsx'
import { RequestFacts } from './request-facts.tsx'
import { RouterFacts } from './router-facts.tsx'

/** What is selected: its facts, its charts, why it is so, and what can be done with it. The overview shows the app itself. */
export function Inspector() {
  const app = useApp()
  const selection = useUi((ui) => ui.selection)
  const view = useUi((ui) => ui.view)
  if (selection === null) {
    if (app === null || view !== 'overview') return null
    return <aside className="side side-facts" aria-label="Inspector"><AppFacts app={app} /></aside>
  }
  return (
    <aside className="side" aria-label="Inspector">
      <div className="side-head">
        <h2 className={selection.kind === 'dyno' ? 'mono' : ''}>{titleOf(selection)}</h2>
        <Button look="quiet" icon="close" aria-label="Close the inspector" onClick={() => select(null)} />
      </div>
      {selection.kind === 'event' && <WhyChain key={selection.seq} seq={selection.seq} />}
      {selection.kind === 'request' && app !== null && <RequestFacts key={selection.requestId} app={app} requestId={selection.requestId} />}
      {selection.kind === 'router' && app !== null && <RouterFacts app={app} />}
      {selection.kind === 'dyno' && app !== null && <ChosenDyno app={app} id={selection.id} name={selection.name} />}
    </aside>
  )
}

function titleOf(selection: Selection): string {
  if (selection.kind === 'dyno') return selection.name
  if (selection.kind === 'request') return 'Request'
  return selection.kind === 'router' ? 'Router' : 'Why?'
}

/** A dyno gets a new id at every start; the place keeps its name, so the newest of that name is followed. */
function ChosenDyno({ app, id, name }: { readonly app: App; readonly id: string; readonly name: string }) {
  const dynos = useDynos(app.id)
  const dyno = dynos.find((entry) => entry.id === id) ?? lastWhere(dynos, (entry) => entry.name === name)
  if (dyno === null) return <p className="soft">{name} is gone. Its log lines and its activity are still there.</p>
  return <DynoFacts key={dyno.id} app={app} dyno={dyno} />
}
