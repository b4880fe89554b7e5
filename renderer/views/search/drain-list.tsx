import { useState } from 'react'
import { drainsPerApp } from '../../../shared/domain/drain.ts'
import type { App } from '../../../shared/domain/app.ts'
import { readDrainAddress } from '../../../shared/drains/drain-address.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Field } from '../../components/field.tsx'
import { useAnswer } from '../../store/use-answer.ts'
import { useCommand } from '../../store/use-command.ts'
import { useNow } from '../../store/use-now.ts'
import { DrainPipe } from './drain-pipe.tsx'

const lookEveryMs = 1000

/** Where every line of the app is sent, each drawn as a pipe with what is in it. */
export function DrainList({ app }: { readonly app: App }) {
  const drains = app.drains ?? []
  const now = useNow(drains.length === 0 ? null : lookEveryMs)
  const { value } = useAnswer('drains:list', drains.length === 0 ? null : { app: app.id }, 0, `${now} ${drains.length}`)
  const [url, setUrl] = useState('')
  const add = useCommand('drains:add')
  const read = readDrainAddress(url)
  const leaves = 'address' in read && !read.address.isLoopback
  return (
    <section className="panel search-panel" aria-label="Log drains" data-testid="drains">
      <h2>Log drains</h2>
      {drains.length === 0 ? <p className="soft small">A drain sends every line of {app.name} on, to a program or service of your own. Nothing is sent anywhere now.</p> : (
        <ul>{drains.map((drain) => <DrainPipe key={drain.id} app={app} drain={drain} reading={value?.drains.find(({ id }) => id === drain.id)?.reading ?? null} now={now} />)}</ul>
      )}
      {drains.length < drainsPerApp && (
        <form
          className="search-save"
          onSubmit={(event) => {
            event.preventDefault()
            void add.run({ app: app.id, url }).then((done) => done !== null && setUrl(''))
          }}
        >
          <Field label="Address of a drain" isLabelHidden isMono placeholder="syslog://127.0.0.1:5514" value={url} onChange={(event) => {
            add.clear()
            setUrl(event.target.value)
          }} />
          <Button type="submit" isSmall disabled={url.trim() === ''} isPending={add.isPending}>Add drain</Button>
        </form>
      )}
      {leaves && <p className="small state state-draining" role="status">Every line of {app.name} will leave this machine, to {read.address.host}.</p>}
      <ErrorNote error={add.error} />
    </section>
  )
}
