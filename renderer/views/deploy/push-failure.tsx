import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import type { LaneStepName } from '../../scene/push-lane.ts'
import { troubleLine } from '../../scene/output-parts.ts'
import { showLogs } from '../../store/ui.ts'
import { lastWhere } from '../../text/last-where.ts'
import { crashWords } from '../../text/words.ts'
import type { Push } from './use-push.ts'

type PushFailureProps = { readonly push: Push; readonly name: LaneStepName; onSeek(line: number): void }

/** What went wrong at a step, why, what to try, where it stands in the output, and what goes on serving. */
export function PushFailure({ push, name, onSeek }: PushFailureProps) {
  const { message, help, log } = failureOf(push, name)
  const line = name === 'dynos' ? null : troubleLine(push.lines)
  return (
    <div className="stack-8">
      <ErrorNote error={{ message, help }} />
      <p className="soft">{servingWords(push, name)}</p>
      <div className="actions">
        {line !== null && <Button isSmall icon="search" onClick={() => onSeek(line)}>Show it in the output</Button>}
        {log !== null && <Button isSmall icon="logs" onClick={() => showLogs(log)}>Logs of {log}</Button>}
      </div>
    </div>
  )
}

type Failure = { readonly message: string; readonly help: string; readonly log: string | null }

function failureOf(push: Push, name: LaneStepName): Failure {
  if (name === 'dynos') return crashOf(push)
  if (name === 'release' && push.release !== null) {
    const { version } = push.release
    const failed = lastWhere(push.events, (event) => event.type === 'release.failed' && event.data.version === version)
    const why = failed?.type === 'release.failed' ? failed.data.message : 'its release command did not end well'
    return { message: `Release v${version} failed: ${why}.`, help: 'Read what the command printed, correct it, and push again. The push itself was accepted, and git keeps the commit.', log: 'release' }
  }
  const { status } = push.build
  return status.kind === 'failed' ? { message: status.message, help: status.help, log: null } : { message: 'This step failed.', help: '', log: null }
}

/** The crash that counts most: the newest of a dyno that is down now. */
function crashOf({ events, release }: Push): Failure {
  const own = new Map<string, string>()
  for (const event of events) if (event.type === 'dyno.created' && event.data.version === release?.version) own.set(event.data.dynoId, event.data.name)
  const crash = lastWhere(events, (event) => event.type === 'dyno.crashed' && own.has(event.data.dynoId))
  if (crash?.type !== 'dyno.crashed') return { message: 'A dyno of this release crashed.', help: 'Look at its log lines.', log: null }
  const name = own.get(crash.data.dynoId) ?? 'A dyno'
  const times = crash.data.crashes > 1 ? `, ${crash.data.crashes} times in a row` : ''
  return { message: `${name} crashed: ${crashWords(crash.data)}${times}.`, help: 'Its last log lines say why. The platform starts it again, with growing pauses. Correct the code and push again, or roll back.', log: name }
}

function servingWords({ app, serving, release }: Push, name: LaneStepName): string {
  if (name === 'dynos' && release?.version !== app.currentVersion) return `v${app.currentVersion} has taken its place since.`
  if (name === 'dynos') return `v${release?.version ?? ''} is the current release, so nothing else serves while its dynos are down.`
  if (serving === null) return 'Nothing was released before, so the app still shows its welcome page.'
  return `v${serving.version} goes on serving: ${serving.description}.`
}
