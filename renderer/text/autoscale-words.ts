// Autoscaling and threshold alerts as people read them.

import type { AlertKind, AutoscalePolicy, AutoscaleSetting, Hindrance, PolicyKind } from '../../shared/domain/autoscale.ts'
import type { EventData, EventOf } from '../../shared/protocol/events.ts'
import { scheduleWords, zoneWords } from '../../shared/text/schedule-words.ts'
import { duration } from '../../shared/text/time.ts'

export const policyTitles: Readonly<Record<PolicyKind, string>> = { p95: 'Response time (p95)', cpu: 'Processor', 'queue-time': 'Queue time', concurrency: 'Concurrency', schedule: 'Schedule' }

export const policyAbout: Readonly<Record<PolicyKind, string>> = {
  p95: 'Heroku’s rule: by the last hour, the fewest dynos that keep the 95th percentile of response time under the target at the present throughput. WebSockets do not count.',
  cpu: 'As many dynos as bring each down to the target, in percent of one core. Not on Heroku.',
  'queue-time': 'One more when requests wait longer than the target before a dyno takes them, one fewer when none waits. Not on Heroku.',
  concurrency: 'As many dynos as leave each no more than the target of requests under way. Not on Heroku.',
  schedule: 'So many dynos from a time of the week on. Not on Heroku.',
}

export const targetUnits: Readonly<Record<Exclude<PolicyKind, 'schedule'>, string>> = { p95: 'ms', cpu: '% of a core', 'queue-time': 'ms', concurrency: 'requests each' }

/** `p95 under 500 ms`. */
function policyWords(policy: AutoscalePolicy): string {
  switch (policy.kind) {
    case 'p95':
      return `p95 under ${duration(policy.target)}`
    case 'cpu':
      return `${policy.target} % of a core for each dyno`
    case 'queue-time':
      return `no wait over ${duration(policy.target)}`
    case 'concurrency':
      return `${policy.target} requests under way for each dyno`
    case 'schedule':
      return `${scheduleWords(policy.entries)} (${zoneWords(policy.zone)})`
  }
}

export const settingWords = ({ policy, min, max }: Pick<AutoscaleSetting, 'policy' | 'min' | 'max'>): string => `${policyWords(policy)}, ${min} to ${max} dynos`

type ScalingEvent = EventOf<'autoscale.changed' | 'autoscale.decided' | 'alert.changed' | 'alert.raised' | 'alert.recovered'>

export function scalingSentence(event: ScalingEvent): string {
  switch (event.type) {
    case 'autoscale.changed':
      return event.data.isOn ? `The autoscaler was set: ${cut(settingWords(event.data.setting))}` : `The autoscaler was turned off${offWords[event.data.why]}`
    case 'autoscale.decided':
      return cut(decidedWords(event.data))
    case 'alert.changed':
      return event.data.setting === null ? `The alert on ${alertTitles[event.data.kind]} was turned off` : `The alert on ${alertTitles[event.data.kind]} was set: over ${alertValue(event.data.kind, event.data.setting.over)}, ${event.data.setting.sensitivity} sensitivity`
    case 'alert.raised':
      return `The alert on ${alertTitles[event.data.kind]} ${event.data.reminder === 0 ? 'was raised' : 'goes on'}: ${alertValue(event.data.kind, event.data.value)}, over ${alertValue(event.data.kind, event.data.over)}${event.data.reminder === 0 ? ` for ${minutesWords(event.data.minutes)}` : `, reminder ${event.data.reminder}`}`
    case 'alert.recovered':
      return `The alert on ${alertTitles[event.data.kind]} is over: ${event.data.value === null ? 'nothing came' : alertValue(event.data.kind, event.data.value)}, not over ${alertValue(event.data.kind, event.data.over)} for ${minutesWords(event.data.minutes)}`
  }
}

export const alertTitles: Readonly<Record<AlertKind, string>> = { p95: 'response time (p95)', failed: 'failed requests' }
export const alertValue = (kind: AlertKind, value: number): string => (kind === 'p95' ? duration(value) : `${value} %`)

export const hindranceWords: Readonly<Record<Hindrance, string>> = { none: 'nothing is in its way', max: 'max is reached', refused: 'it was refused', 'no-readings': 'there is nothing to go by' }

const offWords = { asked: '', 'scaled-by-hand': ', as web was scaled by hand', size: ', as it is not offered for this size' } as const

function decidedWords({ act, from, to, reason, hindrance }: EventData<'autoscale.decided'>): string {
  switch (act) {
    case 'up':
    case 'down':
    case 'pulled':
      return `The autoscaler takes web from ${from} to ${to}: ${reason}`
    case 'kept':
      return `The autoscaler stays at ${to}, ${hindranceWords[hindrance]}: ${reason}`
  }
}

/** Sentences stay on a line. */
const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest - 1)}…`)
const longest = 158

const minutesWords = (minutes: number): string => `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`
