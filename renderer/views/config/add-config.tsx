import { useState } from 'react'
import { configKeyPattern, reservedConfigKeyPattern, type App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { useCommand } from '../../store/use-command.ts'

export function AddConfig({ app }: { readonly app: App }) {
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const set = useCommand('config:set')
  const problem = keyProblem(key)
  const submit = async (): Promise<void> => {
    if (key === '' || problem !== null) return
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
      <Field label="Name" isLabelHidden isMono placeholder="NAME" value={key} aria-invalid={problem !== null} onChange={(event) => {
        set.clear()
        setKey(event.target.value)
      }} />
      <Field label="Value" isLabelHidden isMono placeholder="value" value={value} onChange={(event) => setValue(event.target.value)} />
      <Button type="submit" look={key === '' ? 'plain' : 'primary'} disabled={key === '' || problem !== null} isPending={set.isPending}>
        {key === '' || problem !== null ? 'Set and restart' : `Set ${shortened(key)} and restart`}
      </Button>
      {(problem !== null || set.error !== null) && (
        <div className="config-wide">
          {problem !== null && <p className="state-crashed state small">{problem}</p>}
          <ErrorNote error={set.error} />
        </div>
      )}
    </form>
  )
}

/** The engine decides; this only saves a round trip for what can not be right. */
function keyProblem(key: string): string | null {
  if (key === '') return null
  if (reservedConfigKeyPattern.test(key)) return 'The platform sets this one itself. Choose another name.'
  return configKeyPattern.test(key) ? null : 'Letters, digits and underscores; not starting with a digit or two underscores.'
}

const shortened = (key: string): string => (key.length > 20 ? `${key.slice(0, 19)}…` : key)
