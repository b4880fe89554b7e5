import { useState } from 'react'
import { appNamePattern } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { showApp } from '../../store/ui.ts'
import { useCommand } from '../../store/use-command.ts'

/** One button; the name is optional, as with `heroku create`. */
export function CreateApp({ isOpen = false }: { readonly isOpen?: boolean }) {
  const [name, setName] = useState('')
  const create = useCommand('apps:create')
  const isNameFine = name === '' || appNamePattern.test(name)
  const submit = async (): Promise<void> => {
    const created = await create.run(name === '' ? {} : { name })
    if (created !== null) showApp(created.id, 'overview')
  }
  return (
    <form
      className="create-app"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Field
        label="App name"
        isLabelHidden
        isMono
        placeholder="name (optional)"
        value={name}
        maxLength={64}
        aria-invalid={!isNameFine}
        hint={isNameFine ? undefined : 'Lower-case letters, digits and dashes; 3 to 30 of them, a letter first.'}
        onChange={(event) => {
          setName(event.target.value)
          create.clear()
        }}
      />
      <Button type="submit" look={isOpen ? 'primary' : 'plain'} isPending={create.isPending}>Create app</Button>
      {create.error !== null && <div className="create-app-error"><ErrorNote error={create.error} /></div>}
    </form>
  )
}
