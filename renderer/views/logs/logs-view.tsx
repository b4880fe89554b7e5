import { useEffect, useRef, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { LogSource } from '../../../shared/domain/log.ts'
import { saveText } from '../../bridge/save-text.ts'
import { Button } from '../../components/button.tsx'
import { CopyLine } from '../../components/copy.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Switch } from '../../components/switch.tsx'
import { followSearch, useLogSearch } from '../../store/log-search.ts'
import { followLogs, useLogs } from '../../store/logs.ts'
import { useUi } from '../../store/ui.ts'
import { LogFind } from './log-find.tsx'
import { LogLines } from './log-lines.tsx'
import { wholeLogText } from './log-text.ts'
import { platformParts, PsSelect } from './ps-select.tsx'

const sources: readonly { readonly value: LogSource | null; readonly title: string }[] = [
  { value: null, title: 'All' },
  { value: 'app', title: 'App' },
  { value: 'heroku', title: 'Platform' },
]

export function LogsView({ app }: { readonly app: App }) {
  const [source, setSource] = useState<LogSource | null>(null)
  const [ps, setPs] = useState(() => useUi.getState().logPs)
  const lines = useRef<HTMLDivElement>(null)
  const seen = useRef(0)
  const wrap = useUi((ui) => ui.wrapLogs)
  const times = useUi((ui) => ui.timeLogs)
  const buffer = useLogs()
  const query = useLogSearch((search) => search.query)
  const current = useLogSearch((search) => search.current)
  useEffect(() => followLogs({ app: app.id, source, ps }), [app.id, source, ps])
  useEffect(followSearch, [])
  return (
    <div className="view view-fixed">
      <div className="view-head">
        <h1>Logs</h1>
        <code className="faint small">{command(app, source, ps)}</code>
        {buffer.leftOut > 0 && <span className="state state-draining small">{buffer.leftOut.toLocaleString('en-US')} {buffer.leftOut === 1 ? 'line' : 'lines'} left out</span>}
        <div className="actions">
          <Button isSmall disabled={buffer.end === buffer.first} title="Every line kept here, as a text file" onClick={() => saveText(`${app.name}-log.txt`, wholeLogText(buffer))}>Save as text</Button>
        </div>
      </div>
      <div className="log-tools">
        <div className="segments" role="group" aria-label="Source">
          {sources.map((entry) => <button key={entry.title} type="button" aria-pressed={source === entry.value} onClick={() => setSource(entry.value)}>{entry.title}</button>)}
        </div>
        <PsSelect app={app} ps={ps} onChange={setPs} />
        <LogFind seen={() => seen.current} onLeave={() => lines.current?.querySelector<HTMLElement>('.log-lines')?.focus()} />
        <div className="actions log-switches">
          <Switch label="Times" isOn={times} onChange={(timeLogs) => useUi.setState({ timeLogs })} />
          <Switch label="Wrap" isOn={wrap} onChange={(wrapLogs) => useUi.setState({ wrapLogs })} />
        </div>
      </div>
      <div className="log-place" ref={lines}>
        <LogLines key={`${source ?? ''} ${ps ?? ''}`} buffer={buffer} query={query} current={current} wrap={wrap} times={times} seen={seen} empty={<NoLines app={app} isFiltered={source !== null || ps !== null} />} />
      </div>
    </div>
  )
}

function NoLines({ app, isFiltered }: { readonly app: App; readonly isFiltered: boolean }) {
  if (isFiltered) return <EmptyState title="No such line yet"><p>Lines of this source and process appear here as they come. Choose All and Every process to see the others.</p></EmptyState>
  return (
    <EmptyState title="Nothing has been logged yet">
      <p>What the app prints, every request, and what the platform does with its dynos runs through here. Deploy the app, or open it to make a request.</p>
      <CopyLine text={`heroku logs --tail --app ${app.name}`} label="the equal command" />
    </EmptyState>
  )
}

/** What shows the same in a terminal. */
function command(app: App, source: LogSource | null, ps: string | null): string {
  const process = ps === null ? [] : [/^[\w-]+$/.test(ps) && !platformParts.includes(ps) ? '--process-type' : '--dyno-name', ps]
  return ['heroku logs --tail --app', app.name, ...(source === null ? [] : ['--source', source]), ...process].join(' ')
}
