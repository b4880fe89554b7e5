// From a request's verdict back to what caused it. Heroku's logs name the code and leave the rest to you; here the fault or the event
// behind it is looked for by the rules below, one per code, and from there the journal's own chain of causes leads to a person's
// action, a fault, or the app's own doing. What no rule explains is called unknown, never guessed.

import type { RequestReport } from '../../../shared/domain/route.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import type { Evidence, PastFault } from './evidence.ts'

/** Where the walk back begins, or a finding that ends it. */
export type Finding =
  | { readonly kind: 'fault'; readonly fault: PastFault }
  | { readonly kind: 'event'; readonly event: PlatformEvent }
  | { readonly kind: 'app'; readonly text: string }
  | { readonly kind: 'client'; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' }

/** A dyno that ended this long before or after a request broke is what broke it. */
const nearMs = 5000

export function explain(report: RequestReport, evidence: Evidence): Finding {
  const touched = evidence.faults.find(({ leaseId }) => report.faults?.includes(leaseId) === true)
  if (touched !== undefined) return { kind: 'fault', fault: touched }
  if (report.code === null) return plainAnswer(report, evidence)
  switch (report.code) {
    case 'H80':
      return event(evidence.last(['maintenance.changed'], ({ data }) => data.on))
    case 'H81':
      return event(evidence.last(['app.created', 'release.created']))
    case 'H14':
      return event(evidence.last(['formation.changed'], ({ data }) => data.changes['web']?.quantity === 0) ?? evidence.last(['release.succeeded', 'app.created']))
    case 'H10':
      return crash(evidence, null) ?? unknown
    case 'H12':
    case 'H15':
      return onDyno(report, evidence) ?? onService(report, evidence) ?? { kind: 'app', text: `The app did not ${report.code === 'H12' ? 'begin its answer in time' : 'go on with its answer'}, while its dyno ran on undisturbed.` }
    case 'H13':
    case 'H18':
    case 'H19':
    case 'H21':
      return onDyno(report, evidence) ?? ended(report, evidence) ?? { kind: 'app', text: silentDoing[report.code] }
    case 'H17':
    case 'H25':
      return { kind: 'app', text: `The app's answer breaks the rules of HTTP${report.cause === undefined ? '' : ` (${report.cause})`}.` }
    case 'H20':
    case 'H34':
    case 'H99':
      return anyFault(report, evidence) ?? crash(evidence, null) ?? starting(evidence)
    case 'H11':
      return onApp(report, evidence) ?? event(evidence.last(['traffic.started'])) ?? unknown
    case 'H24':
      return ofKind('router-restart', evidence) ?? unknown
    case 'H26':
      return { kind: 'client', text: `The request breaks the rules of HTTP${report.cause === undefined ? '' : ` (${report.cause})`}.` }
    case 'H27':
    case 'H28':
      return onDyno(report, evidence) ?? { kind: 'client', text: report.code === 'H27' ? 'The client went away before its answer was complete.' : 'The client stopped sending.' }
    case 'H31':
      return event(evidence.last(['domain.removed'], ({ data }) => report.host.toLowerCase().startsWith(data.hostname)))
    default:
      return unknown
  }
}

const unknown: Finding = { kind: 'unknown' }

const silentDoing = {
  H13: 'The app closed the connection without an answer, and went on running.',
  H18: 'The app broke off its answer, and went on running.',
  H19: 'The app took no connection, while its dyno ran on undisturbed.',
  H21: 'The app refused the connection, while its dyno ran on undisturbed.',
} as const

/** The app answered. A 5xx is its own, unless a fault was on its dyno, or on a server that it uses. */
function plainAnswer(report: RequestReport, evidence: Evidence): Finding {
  if (report.status === null) return unknown
  if (report.status < 500) return { kind: 'none' }
  return onDyno(report, evidence) ?? onService(report, evidence) ?? { kind: 'app', text: `The app itself answered ${report.status}.` }
}

/** A fault that was on the request's dyno while it was under way. */
function onDyno(report: RequestReport, evidence: Evidence): Finding | null {
  const fault = evidence.faults.find((one) => isDuring(one, report) && report.dynoId !== null && covers(one, report.dynoId, report.dyno))
  return fault === undefined ? null : { kind: 'fault', fault }
}

/** A fault that was on a server of an add-on of the app while the request was under way: what the app did may be its doing. */
function onService(report: RequestReport, evidence: Evidence): Finding | null {
  const fault = evidence.faults.find((one) => one.target.kind === 'addon' && isDuring(one, report))
  return fault === undefined ? null : { kind: 'fault', fault }
}

function onApp(report: RequestReport, evidence: Evidence): Finding | null {
  const fault = evidence.faults.find((one) => isDuring(one, report) && one.appId === report.appId)
  return fault === undefined ? null : { kind: 'fault', fault }
}

/** One that was on any dyno of the app, or has just been. */
function anyFault(report: RequestReport, evidence: Evidence): Finding | null {
  const fault = evidence.faults.find((one) => one.appId === report.appId || one.dynoIds.length > 0)
  return fault === undefined ? null : { kind: 'fault', fault }
}

function ofKind(kind: string, evidence: Evidence): Finding | null {
  const fault = evidence.faults.find((one) => one.kind === kind)
  return fault === undefined ? null : { kind: 'fault', fault }
}

const isDuring = (fault: PastFault, report: RequestReport): boolean => fault.startedAt <= report.at && (fault.endedAt === null || fault.endedAt >= report.at - report.totalMs)

function covers({ dynoIds, target, appId }: PastFault, dynoId: string, name: string | null): boolean {
  if (dynoIds.includes(dynoId)) return true
  return target.kind === 'type' && appId !== null && name !== null && name.startsWith(`${target.type}.`)
}

/** The end of the dyno that had the request. */
function ended(report: RequestReport, evidence: Evidence): Finding | null {
  const near = ({ at }: PlatformEvent): boolean => at >= report.at - Math.max(report.totalMs, nearMs) - nearMs && at <= report.at + nearMs
  const end = evidence.last(['dyno.crashed', 'dyno.exited', 'dyno.killed'], (one) => one.data.dynoId === report.dynoId && near(one))
  const stop = evidence.last(['dyno.stopping'], (one) => one.data.dynoId === report.dynoId && near(one))
  const found = stop ?? end
  return found === null ? null : { kind: 'event', event: found }
}

function crash(evidence: Evidence, dynoId: string | null): Finding | null {
  const found = evidence.last(['dyno.crashed'], ({ data }) => dynoId === null || data.dynoId === dynoId)
  return found === null ? null : { kind: 'event', event: found }
}

/** Nothing was up: what made dynos start. */
const starting = (evidence: Evidence): Finding => event(evidence.last(['restart.requested', 'release.succeeded', 'formation.changed', 'dyno.created']))

const event = (found: PlatformEvent | null): Finding => (found === null ? unknown : { kind: 'event', event: found })
