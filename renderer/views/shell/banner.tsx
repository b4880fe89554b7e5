import { moment } from '../../text/moment.ts'
import { duration } from '../../../shared/text/time.ts'
import type { Line } from '../../bridge/connect.ts'
import { Button } from '../../components/button.tsx'
import { useConnection } from '../../store/connection.ts'
import { useMirror } from '../../store/mirror.ts'
import { useNow } from '../../store/use-now.ts'
import { useLostAt } from './use-lost-at.ts'

/** Ages are said to this. */
const ageStepMs = 5000

/** Shown while the engine is not there: what happened, what is tried, what still holds, and how old what is on screen is. */
export function Banner({ line }: { readonly line: Line }) {
  const state = useConnection((connection) => connection.line)
  const isKnown = useMirror((mirror) => mirror.isKnown)
  switch (state.kind) {
    case 'ready':
    case 'denied':
      return null
    case 'connecting':
      return isKnown || state.note !== null ? (
        <div className="banner" role="status">
          <span>{state.note ?? 'Connecting to the engine.'}</span>
          {isKnown && <Age />}
        </div>
      ) : null
    case 'failed':
      return (
        <div className="banner" data-tone="bad" role="alert">
          <span>The engine could not start: {state.why}</span>
          <span className="soft">Your apps and releases are on disk, untouched. Close the program that is in the way, then try again.</span>
          <Button isSmall onClick={() => line.redial()}>Try now</Button>
        </div>
      )
    case 'lost':
      return (
        <div className="banner" data-tone="bad">
          <span role="alert">The engine is gone: {state.why}. {isKnown ? 'You see the last known state.' : ''}</span>
          <span className="soft banner-more">
            {isKnown && <><Age /> You can look at everything; commands are refused until it is back. </>}
            Trying again, {state.attempts === 1 ? 'once so far' : `${state.attempts} times so far`}.
          </span>
          <Button isSmall onClick={() => line.redial()}>Try now</Button>
        </div>
      )
  }
}

function Age() {
  const lostAt = useLostAt()
  const now = useNow(ageStepMs)
  if (lostAt === null) return null
  const age = Math.max(0, Math.floor((now - lostAt) / ageStepMs) * ageStepMs)
  return <span className="soft">What is shown is of {moment(lostAt, now)}{age >= ageStepMs ? `, ${duration(age)} ago` : ''}.</span>
}
