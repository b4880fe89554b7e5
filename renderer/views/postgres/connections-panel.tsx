import { useState } from 'react'
import type { AddOn } from '../../../shared/domain/add-on.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAnswer } from '../../store/use-answer.ts'
import { useCommand } from '../../store/use-command.ts'
import { ResultTable } from './result-table.tsx'

type Look = 'pg:ps' | 'pg:locks' | 'pg:outliers'
const looks: readonly (readonly [Look, string, string])[] = [
  ['pg:ps', 'Connections', 'No connection does anything now.'], ['pg:locks', 'Locks', 'Nobody waits for a lock.'], ['pg:outliers', 'Outliers', 'No statement took much time yet.'],
]

/** Who is connected and what they do, who waits for whom, and which statements took most. */
export function ConnectionsPanel({ addOn }: { readonly addOn: AddOn }) {
  const [look, setLook] = useState<Look>('pg:ps')
  const { value, error, isPending, again } = useAnswer(look, { addOn: addOn.name })
  const kill = useCommand('pg:kill')
  const [, title = '', empty = ''] = looks.find(([one]) => one === look) ?? []
  const end = (pid: number): Promise<void> => kill.run({ addOn: addOn.name, pid }).then(again)
  return (
    <section className="panel" aria-labelledby="pg-connections">
      <div className="panel-head">
        <h2 id="pg-connections">{title}</h2>
        <div className="actions">
          <div className="segments" role="group" aria-label="Look at">{looks.map(([one, words]) => <button key={one} type="button" aria-pressed={one === look} onClick={() => setLook(one)}>{words}</button>)}</div>
          <Button isSmall isPending={isPending} onClick={again}>Look again</Button>
        </div>
      </div>
      {(error ?? kill.error) !== null && <div className="panel-body"><ErrorNote error={error ?? kill.error} /></div>}
      {value === null && error === null && <p className="panel-body faint">Asking the database.</p>}
      {value !== null && (
        <ResultTable label={title} table={value} empty={empty} {...(look === 'pg:outliers' ? {} : { action: (row: readonly (string | null)[], columns: readonly string[]) => {
          const pid = Number(row[columns.indexOf('pid')] ?? Number.NaN)
          return Number.isInteger(pid) ? <Button isSmall look="danger" isPending={kill.isPending} aria-label={`Kill ${pid}`} onClick={() => void end(pid)}>Kill</Button> : null
        } })} />
      )}
    </section>
  )
}
