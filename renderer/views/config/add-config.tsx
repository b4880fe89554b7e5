import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { TextAreaField } from '../../components/text-area-field.tsx'
import { useCommand } from '../../store/use-command.ts'
import { keyProblem, valueProblem } from '../../text/config-problem.ts'

export function AddConfig({ app }: { readonly app: App }) {
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const set = useCommand('config:set')
  const problem = keyProblem(key) ?? valueProblem(value)
  const submit = async (): Promise<void> => {
    if (key === '' || problem !== null || set.isPending) return
    if ((await set.run({ app: app.id, vars: { [key]: value } })) === null) return
    setKey('')
    setValue('')
  }
  return (
    <form
      className="config-add"
      aria-label="Add a config var"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Field label="Name" isLabelHidden isMono placeholder="NAME" value={key} aria-invalid={keyProblem(key) !== null} onChange={(event) => {
        set.clear()
        setKey(event.target.value)
      }} />
      <TextAreaField label="Value" placeholder="value" value={value} onChange={(event) => {
        set.clear()
        setValue(event.target.value)
      }} />
      <Button type="submit" look={key === '' ? 'plain' : 'primary'} disabled={key === '' || problem !== null} isPending={set.isPending}>
        {key === '' || problem !== null ? 'Set and restart' : `Set ${shortened(key)} and restart`}
      </Button>
      {(problem !== null || set.error !== null) && (
        <div className="config-wide">
          {problem !== null && <p className="problem small" role="alert">{problem}</p>}
          <ErrorNote error={set.error} />
        </div>
      )}
    </form>
  )
}

const shortened = (key: string): string => (key.length > 20 ? `${key.slice(0, 19)}…` : key)
