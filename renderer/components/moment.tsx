import { exactMoment, moment } from '../text/moment.ts'
import { platformNow } from '../store/platform-time.ts'

/** Clock time; the date only when it is another day. */
export function Moment({ at }: { readonly at: number }) {
  return (
    <time className="moment" dateTime={new Date(at).toISOString()} title={exactMoment(at)}>{moment(at, platformNow())}</time>
  )
}
