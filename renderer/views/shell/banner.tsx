import { useConnection } from '../../store/connection.ts'
import { useMirror } from '../../store/mirror.ts'

/** Shown while the engine is not there. What is on screen is then the last known state. */
export function Banner() {
  const line = useConnection((connection) => connection.line)
  const isKnown = useMirror((mirror) => mirror.isKnown)
  if (line.kind === 'ready' || line.kind === 'denied') return null
  if (line.kind === 'connecting') {
    return isKnown || line.note !== null ? <div className="banner" role="status">{line.note ?? 'Connecting to the engine.'}</div> : null
  }
  if (line.kind === 'failed') return <div className="banner" data-tone="bad" role="alert">The engine could not start: {line.why}</div>
  return (
    <div className="banner" data-tone="bad" role="alert">
      <span>The engine is gone: {line.why}.</span>
      <span className="soft">Trying again, {line.attempts === 1 ? 'once so far' : `${line.attempts} times so far`}. {isKnown ? 'You see the last known state.' : ''}</span>
    </div>
  )
}
