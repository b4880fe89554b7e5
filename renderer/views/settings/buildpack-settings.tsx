import { useEffect, useId, useRef, useState } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { builtInBuildpacks } from '../../../shared/domain/buildpacks.ts'
import { containerStack } from '../../../shared/domain/stacks.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { useCommand } from '../../store/use-command.ts'

function Which({ app: { stack, buildpacks, detectedBuildpack } }: { readonly app: App }) {
  if (stack === containerStack) return <>Not asked: <code>heroku.yml</code> names the Dockerfiles.</>
  if (buildpacks.length > 0) return <>These run in order at the next build.</>
  return detectedBuildpack === null ? <>None set: the first build detects one.</> : <>None set: <code>{detectedBuildpack}</code> was detected.</>
}

/** In order: each builds on what the ones before it left. */
export function BuildpackSettings({ app }: { readonly app: App }) {
  const [address, setAddress] = useState('')
  const listId = useId()
  const set = useCommand('buildpacks:set')
  const put = (buildpacks: readonly string[]) => set.run({ app: app.id, buildpacks: [...buildpacks] })
  const { ref, moved } = useFocusOnMoved(app.buildpacks, set.isPending)
  const add = async (): Promise<void> => {
    if ((await put([...app.buildpacks, address])) !== null) setAddress('')
  }
  const move = (index: number, by: 1 | -1): void => {
    const next = [...app.buildpacks]
    const [buildpack = ''] = next.splice(index, 1)
    next.splice(index + by, 0, buildpack)
    void put(next)
    moved({ buildpack, by })
  }
  return (
    <section className="setting" aria-label="Buildpacks">
      <div>
        <h2>Buildpacks</h2>
        <p className="soft">
          <Which app={app} />
        </p>
      </div>
      <form
        className="stack-8"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <ol ref={ref} aria-label="Buildpacks in order" hidden={app.buildpacks.length === 0}>
          {app.buildpacks.map((buildpack, index) => (
            <li className="setting-item" key={buildpack} data-buildpack={buildpack}>
              <span className="faint mono">{index + 1}</span>
              <code className="ellipsis" title={buildpack}>{buildpack}</code>
              <span className="actions">
                <Button look="quiet" isSmall icon="up" data-by="-1" aria-label={`Move ${buildpack} up`} title="Run it earlier" disabled={set.isPending || index === 0} onClick={() => move(index, -1)} />
                <Button look="quiet" isSmall icon="down" data-by="1" aria-label={`Move ${buildpack} down`} title="Run it later" disabled={set.isPending || index === app.buildpacks.length - 1} onClick={() => move(index, 1)} />
                <Button look="quiet" isSmall icon="trash" aria-label={`Remove ${buildpack}`} title="Remove" disabled={set.isPending} onClick={() => void put(app.buildpacks.filter((_, at) => at !== index))} />
              </span>
            </li>
          ))}
        </ol>
        <datalist id={listId}>{builtInBuildpacks.filter((name) => !app.buildpacks.includes(name)).map((name) => <option key={name} value={name} />)}</datalist>
        <div className="setting-line">
          <Field label="Buildpack" isLabelHidden isMono list={listId} placeholder="heroku/nodejs or a git address" value={address} onChange={(event) => {
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

type Move = { readonly buildpack: string; readonly by: 1 | -1 }

/** A row that was moved keeps the focus, on the way it went; at the end of the way, on the way back. */
function useFocusOnMoved(buildpacks: readonly string[], isPending: boolean) {
  const ref = useRef<HTMLOListElement>(null)
  const last = useRef<Move | null>(null)
  useEffect(() => {
    const move = last.current
    // Buttons take no focus before the answer is there.
    if (move === null || isPending) return
    last.current = null
    const row = [...(ref.current?.children ?? [])].find((child) => child instanceof HTMLElement && child.dataset.buildpack === move.buildpack)
    const at = buildpacks.indexOf(move.buildpack)
    const isAtEnd = move.by === -1 ? at === 0 : at === buildpacks.length - 1
    row?.querySelector<HTMLButtonElement>(`[data-by="${isAtEnd ? -move.by : move.by}"]`)?.focus()
  }, [buildpacks, isPending])
  return { ref, moved: (move: Move) => (last.current = move) }
}
