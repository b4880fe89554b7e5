// Threshold alerts: p95 in milliseconds or failed requests in percent, over a threshold in each of the last 1, 5 or 10 minutes. Reminders
// while it lasts, and a word when it is over: as many minutes in a row within the threshold. Heroku mails them; here the window and
// Activity say them, and no mail is sent.

import type { App } from '../../../shared/domain/app.ts'
import { alertKinds, sensitivityMinutes, type Alert, type AlertKind } from '../../../shared/domain/autoscale.ts'
import type { Cause, EventDraft } from '../../../shared/protocol/events.ts'
import type { Minute } from './policies/policy.ts'
import { quantileWithin } from './quantile.ts'

export type AlertNews = { readonly cause: Cause; readonly draft: EventDraft }

/** Minutes that an alert looks back over, at most. */
export const alertMinutes = sensitivityMinutes.low

/** What is to be told now. `minutes` oldest first. */
export function alertNews(app: App, minutes: readonly Minute[], now: number, minuteMs: number): AlertNews[] {
  return alertKinds.flatMap((kind) => {
    const alert = app.alerts?.[kind]
    return alert === undefined ? [] : newsOf(app, kind, alert, minutes, now, minuteMs)
  })
}

function newsOf(app: App, kind: AlertKind, alert: Alert, all: readonly Minute[], now: number, minuteMs: number): AlertNews[] {
  const { over, sensitivity, remindMinutes, raised } = alert
  const minutes = sensitivityMinutes[sensitivity]
  const values = all.slice(-minutes).map((minute) => valueOf(kind, minute))
  const value = values[values.length - 1] ?? null
  if (raised === null) {
    const isOver = values.length === minutes && value !== null && values.every((one) => one !== null && one > over)
    return isOver ? [{ cause: { kind: 'observed', text: `${kind === 'p95' ? 'response times' : 'failed requests'} over the threshold` }, draft: { type: 'alert.raised', app: app.id, data: { kind, over, value, minutes, reminder: 0 } } }] : []
  }
  const cause: Cause = { kind: 'event', seq: raised.seq }
  // Quiet minutes are within it: nobody waits and nothing fails.
  if (values.every((one) => one === null || one <= over)) return [{ cause, draft: { type: 'alert.recovered', app: app.id, data: { kind, over, value, minutes } } }]
  if (remindMinutes === null || now - raised.toldAt < remindMinutes * minuteMs) return []
  return [{ cause, draft: { type: 'alert.raised', app: app.id, data: { kind, over, value: value ?? raised.value, minutes, reminder: raised.reminders + 1 } } }]
}

function valueOf(kind: AlertKind, { latency, requests, failed }: Minute): number | null {
  if (kind === 'failed') return requests === 0 ? null : Math.round((1000 * Math.min(failed, requests)) / requests) / 10
  const p95 = quantileWithin(latency, 0.95)
  return p95 === null ? null : Math.round(p95)
}
