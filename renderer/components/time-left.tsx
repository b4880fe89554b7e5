import { leftWords } from '../text/moment.ts'
import { useNow } from '../store/use-now.ts'

/** How long until then, counted down by the second. */
export function TimeLeft({ until }: { readonly until: number }) {
  const now = useNow(1000)
  return <span className="time-left" role="timer">{leftWords(until - now)}</span>
}
