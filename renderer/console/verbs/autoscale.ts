import { alertKinds, policyKinds, policyTargets, sensitivities, type AlertKind, type AlertSetting, type AutoscalePolicy, type PolicyKind, type Sensitivity } from '../../../shared/domain/autoscale.ts'
import { readSchedule, readZone } from '../../../shared/text/schedule-words.ts'
import { alertTitles, alertValue, settingWords } from '../../text/autoscale-words.ts'
import { columns, header } from '../cli-text.ts'
import { print, refuse, send, type Plan, type Refusal } from '../plan.ts'
import { text, type Flag, type Given, type Verb } from '../verb.ts'

const enableFlags: readonly Flag[] = [
  { name: 'min', takes: 'N', about: 'the fewest dynos, 1 or more' },
  { name: 'max', takes: 'N', about: 'the most dynos' },
  { name: 'p95', takes: 'MS', about: `keep the 95th percentile of response time under it (${policyTargets.p95.usual})` },
  { name: 'cpu', takes: 'PERCENT', about: 'of one core, for each dyno (not on Heroku)' },
  { name: 'queue-time', takes: 'MS', about: 'before a dyno takes a request (not on Heroku)' },
  { name: 'concurrency', takes: 'N', about: 'requests under way for each dyno (not on Heroku)' },
  { name: 'schedule', takes: 'TIMES', about: '"mon-fri 08:00 4, mon-fri 20:00 1" (not on Heroku)' },
  { name: 'zone', takes: 'ZONE', about: 'of the schedule: UTC, "+01:00 eu", "-05:00 us"' },
  { name: 'down-after', takes: 'MINUTES', about: 'how long fewer must be wanted before a step down (3)' },
  { name: 'any-size', takes: null, about: 'p95 on sizes that Heroku does not offer it for' },
  { name: 'notifications', takes: null, about: 'taken, and means nothing: the window tells, no mail is sent' },
]
const alertFlags: readonly Flag[] = [
  { name: 'p95', takes: 'MS|off', about: 'alert when the 95th percentile is over it' },
  { name: 'failed', takes: 'PERCENT|off', about: 'alert when so many requests fail' },
  { name: 'sensitivity', takes: 'WORD', about: 'high, medium or low: after 1, 5 or 10 minutes' },
  { name: 'remind', takes: 'MINUTES', about: 'tell it again while it lasts' },
]

export const autoscaleVerbs: readonly Verb[] = [
  { name: 'ps:autoscale', usage: '', about: 'what the autoscaler of an app does (not on Heroku)', argument: null, most: 0, needsApp: true, plan: info },
  { name: 'ps:autoscale:enable', usage: '--min N --max N [--p95 MS]', about: 'let web dynos follow the load', argument: null, most: 0, flags: enableFlags, needsApp: true, plan: enable },
  { name: 'ps:autoscale:disable', usage: '', about: 'turn autoscaling off', argument: null, most: 0, needsApp: true, plan: ({ app }) => send('Disabling dyno autoscaling...', 'ps:autoscale:disable', { app: app.name }) },
  { name: 'alerts', usage: '', about: 'list the threshold alerts of an app (not on Heroku)', argument: null, most: 0, needsApp: true, plan: alerts },
  { name: 'alerts:set', usage: '--p95 MS|off | --failed PERCENT|off', about: 'tell when a threshold is passed (not on Heroku)', argument: null, most: 0, flags: alertFlags, needsApp: true, plan: setAlert },
]

function info({ app }: Given): Plan {
  const { autoscale } = app
  if (autoscale === undefined || !autoscale.isOn) return print(`Autoscaling of ${app.name} is off.`)
  return {
    kind: 'send', said: null,
    send: async (call) => {
      const { look } = await call('ps:autoscale:info', { app: app.name })
      const lines = [header(`${app.name} Autoscaling`), '', ...columns([['Policy:', settingWords(autoscale)], ['Dynos:', `web=${app.formation['web']?.quantity ?? 0}`], ['Now:', look === null ? 'no look yet' : look.reason], ['Thrash:', `${autoscale.turns} steps taken back`]])]
      return { lines }
    },
  }
}

function enable(given: Given): Plan {
  const { app, flags } = given
  const [min, max] = [whole(given, 'min'), whole(given, 'max')]
  if (min === null || max === null) return refuse('Missing --min or --max.', 'Try ps:autoscale:enable --min 1 --max 3 --p95 500.')
  const policy = policyOf(given)
  if ('message' in policy) return policy
  const downAfter = text(given, 'down-after') === null ? undefined : whole(given, 'down-after')
  if (downAfter === null) return refuse('--down-after is no number of minutes.', 'Try --down-after 5.')
  return send('Enabling dyno autoscaling...', 'ps:autoscale:enable', { app: app.name, min, max, policy, ...(downAfter === undefined ? {} : { downAfterMinutes: downAfter }), ...(flags['any-size'] === true ? { anySize: true } : {}) })
}

function policyOf(given: Given): AutoscalePolicy | Refusal {
  const named = policyKinds.filter((kind) => text(given, kind) !== null)
  const [kind = 'p95', other] = named
  if (other !== undefined) return refuse(`--${kind} and --${other} are two policies.`, 'Give one of them.')
  if (kind === 'schedule') return scheduleOf(given)
  if (text(given, 'zone') !== null) return refuse('--zone is for a schedule.', 'Give --schedule as well.')
  const target = named.length === 0 ? policyTargets.p95.usual : number(given, kind)
  return target === null ? refuse(`--${kind} is no number.`, `Try --${kind} ${policyTargets[kind].usual}.`) : { kind, target }
}

function scheduleOf(given: Given): AutoscalePolicy | Refusal {
  const read = readSchedule(text(given, 'schedule') ?? '')
  const zone = readZone(text(given, 'zone') ?? 'UTC')
  if ('problem' in read) return refuse(read.problem, 'Several stand between commas.')
  if (zone === null) return refuse(`"${text(given, 'zone')}" is not a zone.`, 'Write UTC, "+01:00", "+01:00 eu" or "-05:00 us".')
  return { kind: 'schedule', zone, entries: read.entries }
}

function alerts({ app }: Given): Plan {
  const rows = alertKinds.flatMap((kind) => {
    const alert = app.alerts?.[kind]
    return alert === undefined ? [] : [[alertTitles[kind], `over ${alertValue(kind, alert.over)}`, alert.sensitivity, alert.raised === null ? 'quiet' : 'raised']]
  })
  return print(...(rows.length === 0 ? [`No alerts on ${app.name}.`] : [header(`${app.name} Alerts`), '', ...columns(rows)]))
}

function setAlert(given: Given): Plan {
  const { app } = given
  const [kind, other] = alertKinds.filter((one) => text(given, one) !== null)
  if (kind === undefined || other !== undefined) return refuse('Name one threshold: --p95 or --failed.', 'Try alerts:set --p95 500.')
  const said = `Setting the alert on ${alertTitles[kind]}...`
  if (text(given, kind) === 'off') return send(said, 'alerts:set', { app: app.name, kind, setting: null })
  const setting = settingOf(given, kind)
  return 'message' in setting ? setting : send(said, 'alerts:set', { app: app.name, kind, setting })
}

function settingOf(given: Given, kind: AlertKind): AlertSetting | Refusal {
  const over = number(given, kind)
  const sensitivity = text(given, 'sensitivity') ?? 'medium'
  const remindMinutes = text(given, 'remind') === null ? null : whole(given, 'remind')
  if (over === null) return refuse(`--${kind} is no number.`, `Try --${kind} ${kind === 'p95' ? 500 : 5}, or off.`)
  if (!isSensitivity(sensitivity)) return refuse(`${sensitivity} is not a sensitivity.`, `Write one of ${sensitivities.join(', ')}.`)
  if (text(given, 'remind') !== null && remindMinutes === null) return refuse('--remind is no number of minutes.', 'Try --remind 60.')
  return { over, sensitivity, remindMinutes }
}

const isSensitivity = (word: string): word is Sensitivity => sensitivities.some((known) => known === word)

function number(given: Given, flag: PolicyKind | AlertKind): number | null {
  const written = text(given, flag) ?? ''
  return /^\d+(\.\d+)?$/.test(written) ? Number(written) : null
}

function whole(given: Given, flag: string): number | null {
  const written = text(given, flag) ?? ''
  return /^\d+$/.test(written) ? Number(written) : null
}
