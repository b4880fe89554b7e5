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

type ReleasePhaseProps = {
  readonly release: Release
  /** Its lines, where the caller has them; else they are read from the log, which keeps the newest lines of each app. */
  readonly printed?: readonly string[]
}

/** What the release command printed, and how it ended. */
export function ReleasePhase({ release, printed }: ReleasePhaseProps) {
  const command = useMirror((mirror) => (release.slugId === null ? null : (mirror.state.slugs[release.slugId]?.processTypes['release'] ?? null)))
  if (command === null) return <p className="soft">No release command: it took over at once.</p>
  return (
    <div className="stack-8">
      <p className="soft"><code>{command}</code> {outcome(release)}</p>
      {printed !== undefined && printed.length > 0 ? <PhaseLines version={release.version} lines={printed} /> : <LoggedLines key={release.status.kind} release={release} />}
    </div>
  )
}

function LoggedLines({ release }: { readonly release: Release }) {
  const lines = usePhaseLines(release)
  if (lines === null) return null
  if (lines.length > 0) return <PhaseLines version={release.version} lines={lines.map(({ text }) => text)} />
  return release.status.kind === 'pending' ? null : <p className="faint small">None of its lines is in the log any more, or it printed nothing.</p>
}

function PhaseLines({ version, lines }: { readonly version: number; readonly lines: readonly string[] }) {
  return (
    <div className="terminal phase" tabIndex={0} role="group" aria-label={`Output of the release command of v${version}`}>
      {lines.map((line, index) => <div key={index} className="terminal-line"><AnsiText text={line} /></div>)}
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
