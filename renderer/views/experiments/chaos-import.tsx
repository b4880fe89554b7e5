import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { editExperiment, goToExperiment } from '../../store/experiment-desk.ts'
import { useCommand } from '../../store/use-command.ts'

/** As much as the engine reads. */
const mostCharacters = 200_000

/** An experiment of Chaos Toolkit, from a file or pasted; what it asks for and Dynarium has not is refused by name. */
export function ChaosImport({ app }: { readonly app: App }) {
  const [json, setJson] = useState('')
  const [trouble, setTrouble] = useState<string | null>(null)
  const bring = useCommand('experiments:import')
  const take = async (): Promise<void> => {
    const made = await bring.run({ json })
    if (made === null) return
    editExperiment('draft', made.text)
    goToExperiment(app.id, { kind: 'draft' })
  }
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    bring.clear()
    setTrouble(file.size > mostCharacters ? `${file.name} is larger than ${mostCharacters / 1000} KB. An experiment is a small file.` : null)
    if (file.size <= mostCharacters) setJson(await file.text())
  }
  return (
    <section className="experiment-sheet" aria-label="Import from Chaos Toolkit">
      <div className="experiment-head">
        <div>
          <h2>Import from Chaos Toolkit</h2>
          <p className="soft">Choose its JSON file, or paste it. Probes and actions that Dynarium has become steps of it; others are refused by name, and nothing is left out in silence.</p>
        </div>
      </div>
      <div className="actions">
        <label className="button file-button">
          Choose a file…
          <input type="file" accept=".json,application/json" className="visually-hidden" data-testid="chaos-file" onChange={(event) => void read(event.target.files?.[0])} />
        </label>
      </div>
      {trouble !== null && <p className="problem small" role="alert">{trouble}</p>}
      <textarea className="input input-mono chaos-text" aria-label="Experiment of Chaos Toolkit, as JSON" rows={14} spellCheck={false} maxLength={mostCharacters} placeholder={'{ "title": "…", "steady-state-hypothesis": { … }, "method": [ … ] }'} value={json} onChange={(event) => setJson(event.target.value)} />
      <div><Button look="primary" disabled={json.trim() === ''} isPending={bring.isPending} onClick={() => void take()}>Make an experiment of it</Button></div>
      <ErrorNote error={bring.error} />
    </section>
  )
}
