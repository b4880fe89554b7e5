import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { useCommand } from '../../store/use-command.ts'

export function RenameApp({ app }: { readonly app: App }) {
  const [name, setName] = useState(app.name)
  const rename = useCommand('apps:rename')
  return (
    <section className="setting" aria-label="Rename">
      <div>
        <h2>Name</h2>
        <p className="soft">It is the subdomain and the git address too: both change with it.</p>
      </div>
      <form
        className="stack-8"
        onSubmit={(event) => {
          event.preventDefault()
          void rename.run({ app: app.id, name })
        }}
      >
        <div className="setting-line">
          <Field label="Name" isLabelHidden isMono value={name} onChange={(event) => {
            rename.clear()
            setName(event.target.value)
          }} />
          <Button type="submit" disabled={name === app.name || name === ''} isPending={rename.isPending}>Rename</Button>
        </div>
        <ErrorNote error={rename.error} />
      </form>
    </section>
  )
}
