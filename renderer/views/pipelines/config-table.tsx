import { useState } from 'react'
import type { Pipeline } from '../../../shared/domain/pipeline.ts'
import type { ConfigComparison } from '../../../shared/protocol/pipelines.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { Switch } from '../../components/switch.tsx'
import { useMirror } from '../../store/mirror.ts'
import { useAnswer } from '../../store/use-answer.ts'

type Row = ConfigComparison['rows'][number]

function togetherWords({ cells }: Row): string {
  const missing = cells.filter((cell) => cell === null).length
  const differs = new Set(cells.filter((cell) => cell !== null)).size > 1
  if (missing === 0) return differs ? 'differs' : 'same everywhere'
  return `missing in ${missing}${differs ? ', differs' : ''}`
}

/** Keys beside each other; equal letters stand for equal values, which stay in the engine. */
export function ConfigTable({ pipeline }: { readonly pipeline: Pipeline }) {
  const [isShort, setShort] = useState(false)
  const apps = useMirror((mirror) => mirror.state.apps)
  const moment = pipeline.couplings.map(({ appId, stage }) => `${appId}${stage}${apps[appId]?.updatedAt ?? 0}`).join()
  const comparison = useAnswer('pipelines:config', { pipeline: pipeline.id }, 0, moment)
  const value = comparison.value
  if (comparison.error !== null) return <ErrorNote error={comparison.error} />
  if (value === null || value.apps.length < 2) return null
  const rows = isShort ? value.rows.filter(({ state }) => state !== 'same') : value.rows
  return (
    <section className="panel" aria-labelledby="config-compared">
      <div className="panel-head">
        <h2 id="config-compared">Config vars by stage</h2>
        <span className="faint small">Equal letters, equal values. The values stay where they are.</span>
        <div className="actions"><Switch label="Only what differs" isOn={isShort} onChange={setShort} /></div>
      </div>
      {rows.length === 0 ? <p className="panel-body soft">{value.rows.length === 0 ? 'None of the apps has a config var.' : 'Every config var has the same value everywhere.'}</p> : (
        <div className="pipeline-table" role="region" aria-label="Table of config vars" tabIndex={0}>
          <table>
            <thead><tr><th scope="col">Name</th>{value.apps.map(({ app, stage }) => <th key={app} scope="col"><span className="mono">{app}</span> {stage}</th>)}<th scope="col">Together</th></tr></thead>
            <tbody>{rows.map((row) => (
              <tr key={row.key}>
                <th scope="row"><code>{row.key}</code></th>
                {row.cells.map((cell, at) => <td key={value.apps[at]?.app}>{cell === null ? <span className="faint">− missing</span> : <span className="pipeline-letter" data-letter={cell}>{letterOf(cell)}</span>}</td>)}
                <td className={row.state === 'same' ? 'faint' : row.state === 'missing' ? 'problem' : 'soft'}>{togetherWords(row)}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}
    </section>
  )
}

const letterOf = (cell: number): string => String.fromCharCode('A'.charCodeAt(0) + ((cell - 1) % 26))
