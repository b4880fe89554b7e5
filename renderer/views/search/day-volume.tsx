import type { AddOn } from '../../../shared/domain/add-on.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { useAnswer } from '../../store/use-answer.ts'
import { useNow } from '../../store/use-now.ts'
import { thousands } from '../../text/thousands.ts'

const lookEveryMs = 10_000

/** How much of the day's volume is used, and what was dropped over it. */
export function DayVolume({ addOn }: { readonly addOn: AddOn }) {
  const moment = String(useNow(lookEveryMs))
  const { value } = useAnswer('papertrail:info', { addOn: addOn.id }, 0, `${moment}/${addOn.plan}`)
  if (value === null || value.dayLimitBytes === null) return null
  const limit = byteSize(value.dayLimitBytes)
  if (value.dropped === 0) return <p className="small faint">Today, by UTC: {byteSize(value.dayBytes)} of {limit}.</p>
  return <p className="small state state-draining" role="status">{value.dropped === 1 ? '1 line of today was' : `${thousands(value.dropped)} lines of today were`} dropped: {addOn.plan} lets in {limit} a day, by UTC. Another plan lets in more.</p>
}
