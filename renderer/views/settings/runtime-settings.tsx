import type { App } from '../../../shared/domain/app.ts'
import { realRuntimes, type RealRuntime } from '../../../shared/domain/runtime.ts'
import { containerStack } from '../../../shared/domain/stacks.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useRuntime } from '../../store/selectors.ts'
import { useCommand } from '../../store/use-command.ts'

const names: Readonly<Record<RealRuntime, string>> = { process: 'Local processes', docker: 'Docker containers' }
const notes: Readonly<Record<RealRuntime, string>> = {
  process: 'Dynos are processes of yours, with the languages that are installed on this machine. They see its files.',
  docker: 'Each dyno is a container of the stack’s image, with limits of memory and processors. It sees nothing of this machine.',
}

export function RuntimeSettings({ app }: { readonly app: App }) {
  const set = useCommand('runtime:set')
  const runtime = useRuntime(app)
  if (runtime === 'simulated') return null
  return (
    <section className="setting" aria-label="Runtime">
      <div>
        <h2>Runtime</h2>
        <p className="soft">Where its dynos run and its builds are made. A change restarts all of them at once; what was built elsewhere may need a new deploy to run.</p>
      </div>
      <div className="stack-8">
        <select className="input setting-choice" aria-label="Runtime" disabled={set.isPending} value={runtime} onChange={(event) => void set.run({ app: app.id, runtime: event.target.value as RealRuntime })}>
          {realRuntimes.map((name) => <option key={name} value={name}>{names[name]}</option>)}
        </select>
        <p className="small soft">{app.stack === containerStack ? 'Each dyno is a container of an image of the app’s own, with limits of memory and processors. It sees nothing of this machine.' : notes[runtime]}</p>
        <ErrorNote error={set.error} />
      </div>
    </section>
  )
}
