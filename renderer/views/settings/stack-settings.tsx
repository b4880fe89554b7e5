import type { App } from '../../../shared/domain/app.ts'
import { stackNames } from '../../../shared/domain/stacks.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useCurrentSlug } from '../../store/selectors.ts'
import { useCommand } from '../../store/use-command.ts'

export function StackSettings({ app }: { readonly app: App }) {
  const set = useCommand('stack:set')
  const slug = useCurrentSlug(app)
  const names = stackNames.includes(app.stack) ? stackNames : [app.stack, ...stackNames]
  return (
    <section className="setting" aria-label="Stack">
      <div>
        <h2>Stack</h2>
        <p className="soft">The system image it is built for. On local processes it is a label: this machine's own languages stand in for the image. Containers are made of it. With <code>container</code> an app brings images of its own: <code>heroku.yml</code> names the Dockerfiles, and its dynos run in containers only.</p>
      </div>
      <div className="stack-8">
        <select className="input setting-choice" aria-label="Stack" disabled={set.isPending} value={app.stack} onChange={(event) => void set.run({ app: app.id, stack: event.target.value })}>
          {names.map((name) => <option key={name} value={name}>{name}</option>)}
        </select>
        {slug !== null && slug.stack !== app.stack && <p className="small soft">The slug that runs was built for {slug.stack}. The next build is for {app.stack}.</p>}
        <ErrorNote error={set.error} />
      </div>
    </section>
  )
}
