import type { App } from '../../../shared/domain/app.ts'
import { dynosOf } from '../../../shared/domain/state.ts'
import { saveText } from '../../bridge/save-text.ts'
import { Button } from '../../components/button.tsx'
import { useMirror } from '../../store/mirror.ts'

/** For a report or a question to somebody: what is so, at one moment. */
export function ExportFacts({ app }: { readonly app: App }) {
  return (
    <section className="setting" aria-label="Facts">
      <div>
        <h2>Facts</h2>
        <p className="soft">Settings, formation, releases, builds and dynos as they are now, in one file. Values of config vars are masked.</p>
      </div>
      <div><Button onClick={() => saveText(`${app.name}.json`, factsOf(app))}>Save facts as JSON</Button></div>
    </section>
  )
}

function factsOf(app: App): string {
  const { state, info } = useMirror.getState()
  const builds = (state.appBuilds[app.id] ?? []).flatMap((id) => state.builds[id] ?? [])
  const facts = {
    at: new Date().toISOString(), dynarium: info?.version ?? null, runtime: info?.runtime ?? null, era: state.era, seq: state.seq,
    app, releases: state.releases[app.id] ?? [], builds, dynos: dynosOf(state, app.id), traffic: state.traffic[app.id] ?? null,
  }
  return `${JSON.stringify(facts, null, 2)}\n`
}
