import { useEffect, useMemo, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { LogSource } from '../../../shared/domain/log.ts'
import { Field } from '../../components/field.tsx'
import { Switch } from '../../components/switch.tsx'
import { followLogs, useLogs } from '../../store/logs.ts'
import { useCurrentSlug, useDynos } from '../../store/selectors.ts'
import { useUi } from '../../store/ui.ts'
import { stripAnsi } from '../../text/ansi.ts'
import { LogLines } from './log-lines.tsx'

const sources: readonly { readonly value: LogSource | null; readonly title: string }[] = [
  { value: null, title: 'All' },
  { value: 'app', title: 'App' },
  { value: 'heroku', title: 'Platform' },
]

export function LogsView({ app }: { readonly app: App }) {
  const [source, setSource] = useState<LogSource | null>(null)
  const [ps, setPs] = useState(() => useUi.getState().logPs)
  const [search, setSearch] = useState('')
  const wrap = useUi((ui) => ui.wrapLogs)
  useEffect(() => followLogs({ app: app.id, source, ps }), [app.id, source, ps])
  const lines = useLogs((log) => log.lines)
  const dropped = useLogs((log) => log.dropped)
  const found = useMemo(() => {
    const wanted = search.toLowerCase()
    return wanted === '' ? lines : lines.filter((line) => `${line.source}[${line.ps}] ${stripAnsi(line.text)}`.toLowerCase().includes(wanted))
  }, [lines, search])
  return (
    <div className="view view-fixed">
      <div className="view-head">
        <h1>Logs</h1>
        <code className="faint small">heroku logs --tail</code>
        {dropped > 0 && <span className="state state-draining small">{dropped} {dropped === 1 ? 'line' : 'lines'} left out, too fast to show</span>}
      </div>
      <div className="log-tools">
        <div className="segments" role="group" aria-label="Source">
          {sources.map((entry) => <button key={entry.title} type="button" aria-pressed={source === entry.value} onClick={() => setSource(entry.value)}>{entry.title}</button>)}
        </div>
        <PsSelect app={app} ps={ps} onChange={setPs} />
        <div className="log-search"><Field label="Find in the log" isLabelHidden type="search" placeholder="Find" value={search} onChange={(event) => setSearch(event.target.value)} /></div>
        {search !== '' && <span className="faint small">{found.length} of {lines.length} {lines.length === 1 ? 'line' : 'lines'}</span>}
        <Switch label="Wrap" isOn={wrap} onChange={(wrapLogs) => useUi.setState({ wrapLogs })} />
      </div>
      <LogLines lines={found} search={search} wrap={wrap} emptyText={search === '' ? 'Nothing has been logged yet. Deploy the app, or open it to make a request.' : 'No line has that in it.'} />
    </div>
  )
}

function PsSelect({ app, ps, onChange }: { readonly app: App; readonly ps: string | null; onChange(ps: string | null): void }) {
  const dynos = useDynos(app.id)
  const slug = useCurrentSlug(app)
  const types = Object.keys(slug?.processTypes ?? {})
  const names = [...new Set(dynos.map((dyno) => dyno.name))]
  return (
    <select className="input log-ps" aria-label="Process" value={ps ?? ''} onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}>
      <option value="">Every process</option>
      <optgroup label="Process types">{types.map((type) => <option key={type} value={type}>{type}</option>)}</optgroup>
      <optgroup label="Dynos">{names.map((name) => <option key={name} value={name}>{name}</option>)}</optgroup>
      <optgroup label="Platform">{['router', 'api', 'logplex'].map((part) => <option key={part} value={part}>{part}</option>)}</optgroup>
    </select>
  )
}
