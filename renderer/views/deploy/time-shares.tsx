import { duration } from '../../../shared/text/time.ts'
import type { LaneStepName } from '../../scene/push-lane.ts'
import type { TimeBar } from '../../scene/time-bar.ts'

type TimeSharesProps = { readonly bar: TimeBar; readonly shown: LaneStepName; onChoose(name: LaneStepName): void }

/** Below this share its words do not fit; the steps above say them. */
const roomForWords = 0.14

/** Where the time went: one bar, each step as wide as it was long. */
export function TimeShares({ bar, shown, onChoose }: TimeSharesProps) {
  return (
    <div className="shares">
      <ol className="shares-bar" aria-label={`Where the time went, ${duration(bar.totalMs)} in all`}>
        {bar.shares.map(({ name, tookMs, share, isFailed }) => (
          <li key={name} style={{ flexGrow: Math.max(share, 0.002) }} className={isFailed ? 'is-failed' : ''} data-shown={name === shown} title={`${name}: ${duration(tookMs)}`} onClick={() => onChoose(name)}>
            <span className={share < roomForWords ? 'visually-hidden' : ''}>{name} <b>{percent(share)}</b></span>
          </li>
        ))}
      </ol>
      <span className="shares-total small"><b>{duration(bar.totalMs)}</b> in all</span>
    </div>
  )
}

const percent = (share: number): string => `${Math.round(share * 100)} %`
