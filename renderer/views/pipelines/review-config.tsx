import { useState } from 'react'
import type { Pipeline } from '../../../shared/domain/pipeline.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { useCommand } from '../../store/use-command.ts'

/** Config vars of the stage review: masked here as everywhere. */
export function ReviewConfig({ pipeline }: { readonly pipeline: Pipeline }) {
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const set = useCommand('reviewapps:config:set')
  const keys = Object.keys(pipeline.review.config).sort()
  const submit = async (): Promise<void> => {
    if ((await set.run({ pipeline: pipeline.id, vars: { [key]: value } })) === null) return
    setKey('')
    setValue('')
  }
  return (
    <form className="pipeline-setting" aria-label="Config vars for review apps" onSubmit={(event) => { event.preventDefault(); void submit() }}>
      <div><h3>Config vars for review apps</h3><p className="soft small">New review apps get them. They win over app.json.</p></div>
      <div className="stack-8">
        {keys.length > 0 && <ul className="pipeline-keys">{keys.map((name) => <li key={name}><code>{name}</code> <span className="faint">••••••••</span><Button isSmall look="quiet" icon="trash" aria-label={`Remove ${name}`} onClick={() => void set.run({ pipeline: pipeline.id, vars: { [name]: null } })} /></li>)}</ul>}
        <div className="pipeline-line">
          <Field label="Name" isMono value={key} placeholder="KEY" onChange={(event) => { setKey(event.target.value); set.clear() }} />
          <Field label="Value" isMono value={value} onChange={(event) => setValue(event.target.value)} />
          <Button type="submit" disabled={key === ''} isPending={set.isPending}>Set</Button>
        </div>
        <ErrorNote error={set.error} />
      </div>
    </form>
  )
}
