import type { App } from '../../../shared/domain/app.ts'
import { TimeLeft } from '../../components/time-left.tsx'
import { useAnswer } from '../../store/use-answer.ts'
import { useNow } from '../../store/use-now.ts'
import { hindranceWords, settingWords } from '../../text/autoscale-words.ts'

const lookMs = 2000

/** What it wants now, why, and what it waits for. */
export function AutoscaleNow({ app }: { readonly app: App }) {
  const { autoscale } = app
  const isOn = autoscale?.isOn === true
  const now = useNow(isOn ? lookMs : null)
  const look = useAnswer('ps:autoscale:info', isOn ? { app: app.id } : null, 0, String(Math.floor(now / lookMs))).value?.look ?? null
  if (autoscale === undefined || !isOn) return <p className="soft autoscale-now" data-testid="autoscale-now">{offWords(app)}</p>
  return (
    <p className="autoscale-now" data-testid="autoscale-now">
      <b>On: {settingWords(autoscale)}.</b>{' '}
      {look === null ? 'It has not looked yet.' : (
        <>
          {sentence(look.reason)}{' '}
          {look.waits !== null && look.until !== null && <span className="soft">{look.waits === 'cool-down' ? 'It waits out the cool-down' : 'It waits, as it goes down more slowly'}: <TimeLeft until={look.until} /> left.</span>}
          {look.hindrance !== 'none' && <span className="soft">{sentence(hindranceWords[look.hindrance])}</span>}
        </>
      )}
    </p>
  )
}

function offWords({ autoscale }: App): string {
  if (autoscale === undefined) return 'Off. Choose a policy and turn it on, then send traffic: load, dynos, p95 and cost are drawn below as they move.'
  return `Off${{ asked: '', 'scaled-by-hand': ', as web was scaled by hand', size: ', as it is not offered for this size' }[autoscale.why]}. It was set to ${settingWords(autoscale)}.`
}

/** p95 keeps its letter. */
const sentence = (clause: string): string => `${clause.startsWith('p95') ? 'p' : clause.charAt(0).toUpperCase()}${clause.slice(1)}.`
