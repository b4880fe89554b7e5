import { useEffect, useState } from 'react'
import type { Release } from '../../../shared/domain/build.ts'
import type { LogLine } from '../../../shared/domain/log.ts'
import { AnsiText } from '../../components/ansi-text.tsx'
import { useConnection } from '../../store/connection.ts'
import { useMirror } from '../../store/mirror.ts'

/** As many as the engine keeps for readers. */
const linesRead = 1500
/** A line may be written down a moment after the release has ended, in milliseconds. */
const lateMs = 1500

/** What the release command printed. Read from the log, which keeps the newest lines of each app. */
export function ReleasePhase({ release }: { readonly release: Release }) {
  const command = useMirror((mirror) => (release.slugId === null ? null : (mirror.state.slugs[release.slugId]?.processTypes['release'] ?? null)))
  if (command === null) return <p className="soft">No release command: it took over at once.</p>
  return <PhaseOutput key={release.status.kind} release={release} command={command} />
}

function PhaseOutput({ release, command }: { readonly release: Release; readonly command: string }) {
  const lines = usePhaseLines(release)
  return (
    <div className="stack-8">
      <p className="soft"><code>{command}</code> {outcome(release)}</p>
      {lines !== null && lines.length > 0 && (
        <div className="terminal phase" tabIndex={0} role="group" aria-label={`Output of the release command of v${release.version}`}>
          {lines.map((line) => <div key={line.id} className="terminal-line"><AnsiText text={line.text} /></div>)}
        </div>
      )}
      {lines !== null && lines.length === 0 && release.status.kind !== 'pending' && <p className="faint small">None of its lines is in the log any more, or it printed nothing.</p>}
    </div>
  )
}

function usePhaseLines({ appId, createdAt, status }: Release): readonly LogLine[] | null {
  const client = useConnection((connection) => (connection.line.kind === 'ready' ? connection.line.client : null))
  const until = status.kind === 'pending' ? null : status.at + lateMs
  const [lines, setLines] = useState<readonly LogLine[] | null>(null)
  useEffect(() => {
    if (client === null) return
    let held: LogLine[] = []
    return client.open('logs', { app: appId, lines: linesRead, tail: until === null, ps: 'release' }, (item) => {
      held = [...held, ...item.lines.filter((line) => line.source === 'app' && line.at >= createdAt && (until === null || line.at <= until))].slice(-linesRead)
      setLines(held)
    }, () => setLines(held))
  }, [client, appId, createdAt, until])
  return lines
}

function outcome({ status }: Release): string {
  if (status.kind === 'pending') return 'is running.'
  if (status.kind === 'succeeded') return 'ended with status 0, so the release took over.'
  return status.exitStatus === null ? 'did not end well, so the release did not take over.' : `ended with status ${status.exitStatus}, so the release did not take over.`
}
