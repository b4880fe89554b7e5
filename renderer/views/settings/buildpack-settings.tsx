import { useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { useCommand } from '../../store/use-command.ts'

/** In order: each builds on what the ones before it left. */
export function BuildpackSettings({ app }: { readonly app: App }) {
  const [address, setAddress] = useState('')
  const set = useCommand('buildpacks:set')
  const put = (buildpacks: readonly string[]) => set.run({ app: app.id, buildpacks: [...buildpacks] })
  const add = async (): Promise<void> => {
    if ((await put([...app.buildpacks, address])) !== null) setAddress('')
  }
  return (
    <section className="setting" aria-label="Buildpacks">
      <div>
        <h2>Buildpacks</h2>
        <p className="soft">
          {app.buildpacks.length > 0 ? 'These run in order at the next build.' : app.detectedBuildpack === null ? 'None set: the first build detects one.' : <>None set: <code>{app.detectedBuildpack}</code> was detected.</>}
        </p>
      </div>
      <form
        className="stack-8"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        {app.buildpacks.map((buildpack, index) => (
          <div className="setting-item" key={`${index}/${buildpack}`}>
            <span className="faint mono">{index + 1}</span>
            <code className="ellipsis">{buildpack}</code>
            <Button look="quiet" isSmall icon="trash" aria-label={`Remove ${buildpack}`} disabled={set.isPending} onClick={() => void put(app.buildpacks.filter((_, at) => at !== index))} />
          </div>
        ))}
        <div className="setting-line">
          <Field label="Buildpack" isLabelHidden isMono placeholder="heroku/nodejs or a git address" value={address} onChange={(event) => {
            set.clear()
            setAddress(event.target.value)
          }} />
          <Button type="submit" disabled={address === ''} isPending={set.isPending}>Add buildpack</Button>
        </div>
        <ErrorNote error={set.error} />
      </form>
    </section>
  )
}
