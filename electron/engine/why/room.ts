// "Why did this request fail?": the call `requests:why`, and the same for reports that must count what nobody can explain. Requests
// are kept in memory, in bounds; the events behind them are the journal's.

import type { RequestReport } from '../../../shared/domain/route.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { routerCodes } from '../../../shared/errors/router-codes.ts'
import type { CallOutput, WhyLink } from '../../../shared/protocol/calls.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { duration } from '../../../shared/text/time.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { Room } from '../journal/room.ts'
import { chainOfCauses } from '../platform/activity.ts'
import { dynoNames, eventWords } from './event-words.ts'
import { gatherEvidence, type Evidence } from './evidence.ts'
import { explain, type Finding } from './explain.ts'
import { createKeptRequests } from './kept-requests.ts'

export type Why = CallOutput<'requests:why'>

export type WhyRoom = Room & {
  requests(reports: readonly RequestReport[]): void
  why(report: RequestReport): Why
  /** Requests of the app that failed since then, oldest first, as far as they are kept. */
  failedSince(appId: string, at: number): readonly RequestReport[]
}

export function createWhyRoom(kernel: Kernel): WhyRoom {
  const kept = createKeptRequests()
  kernel.on('app.destroyed', ({ app }) => app !== null && kept.forget(app))

  function why(report: RequestReport): Why {
    const evidence = gatherEvidence(kernel.journal, kernel.state, report)
    const finding = explain(report, evidence)
    const chain = [requestLink(report), ...verdictLink(report), ...links(finding, evidence)]
    const blame = blameOf(finding, chain)
    return { blame, sentence: summary(blame, chain), chain }
  }

  function links(finding: Finding, evidence: Evidence): WhyLink[] {
    switch (finding.kind) {
      case 'fault':
        return eventLinks(finding.fault.seq, evidence)
      case 'event':
        return eventLinks(finding.event.seq, evidence)
      case 'app':
        return [{ kind: 'bug', text: finding.text, at: null, seq: null, leaseId: null }]
      case 'client':
        return [{ kind: 'observed', text: finding.text, at: null, seq: null, leaseId: null }]
      case 'none':
      case 'unknown':
        return []
    }
  }

  function eventLinks(seq: number, { events }: Evidence): WhyLink[] {
    const chain = chainOfCauses(kernel.journal, seq)
    const nameOf = dynoNames(kernel.state, [...chain, ...events])
    const root = chain.at(-1)
    return [...chain.map((event) => eventLink(event, nameOf)), ...(root === undefined ? [] : rootLink(root))]
  }

  function find(requestId: string): RequestReport {
    const report = kept.find(requestId)
    if (report === null) throw new PlatformError('request-not-found', { request: requestId })
    return report
  }

  return {
    calls: { 'requests:why': ({ requestId }) => why(find(requestId)) },
    requests: (reports) => {
      for (const report of reports) if (report.appId === null || kernel.state.apps[report.appId] !== undefined) kept.add(report)
    },
    why,
    failedSince: (appId, at) => kept.failed(appId).filter((report) => report.at >= at),
  }
}

function requestLink({ method, path, status, at, totalMs }: RequestReport): WhyLink {
  const answer = status === null ? 'got no answer' : `got ${status}`
  return { kind: 'request', text: `${method} ${path} ${answer} after ${duration(totalMs)}`, at, seq: null, leaseId: null }
}

function verdictLink({ code, dyno }: RequestReport): WhyLink[] {
  if (code === null) return []
  const known = routerCodes.get(code)
  return [{ kind: 'verdict', text: `${code} ${known?.description ?? ''}: ${known?.meaning ?? ''}${dyno === null ? '' : ` It was at ${dyno}.`}`, at: null, seq: null, leaseId: null }]
}

function eventLink(event: PlatformEvent, nameOf: (dynoId: string) => string): WhyLink {
  const leaseId = event.type === 'fault.started' || event.type === 'fault.tookHold' || event.type === 'fault.ended' ? event.data.leaseId : null
  return { kind: leaseId === null ? 'event' : 'fault', text: eventWords(event, nameOf), at: event.at, seq: event.seq, leaseId }
}

/** Where the chain of events comes from: a person, the world, the clock. */
function rootLink({ causedBy, seq, at }: PlatformEvent): WhyLink[] {
  switch (causedBy.kind) {
    case 'event':
      return []
    case 'command':
      return [{ kind: 'command', text: `${causedBy.by}: ${causedBy.text}`, at, seq, leaseId: null }]
    case 'observed':
    case 'platform':
      return [{ kind: 'observed', text: causedBy.text, at, seq, leaseId: null }]
  }
}

function blameOf(finding: Finding, chain: readonly WhyLink[]): Why['blame'] {
  if (finding.kind === 'app' || finding.kind === 'client' || finding.kind === 'none' || finding.kind === 'unknown') return finding.kind
  if (chain.some((link) => link.kind === 'fault')) return 'fault'
  if (chain.some((link) => link.kind === 'command')) return 'action'
  // A dyno that ended with nobody having asked for it.
  return finding.kind === 'event' && finding.event.type === 'dyno.crashed' ? 'app' : 'unknown'
}

function summary(blame: Why['blame'], chain: readonly WhyLink[]): string {
  const last = chain.at(-1)?.text ?? ''
  const fault = chain.find((link) => link.kind === 'fault')?.text ?? ''
  switch (blame) {
    case 'fault':
      return `${fault}, and this request met it.`
    case 'action':
      return `It goes back to what somebody did: ${last}.`
    case 'app':
      return last.endsWith('.') ? last : `It is the app's own doing: ${chain.find((link) => link.kind === 'event')?.text ?? last}.`
    case 'client':
      return last
    case 'none':
      return 'It did not fail.'
    case 'unknown':
      return 'What caused it is not known.'
  }
}
