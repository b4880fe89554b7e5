// Where the time of one request went, in the order it passed.

import type { RequestReport } from '../../shared/domain/route.ts'

export type RequestPhase = { readonly name: 'held' | 'connect' | 'service' | 'rest'; readonly words: string; readonly ms: number }

const words: Readonly<Record<RequestPhase['name'], string>> = {
  held: 'held in the router', connect: 'connecting to the dyno', service: 'in the dyno', rest: 'elsewhere in the router',
}

/** Those that it had; they add up to its total, unless the parts were measured to be longer. */
export function requestPhases(report: Pick<RequestReport, 'heldMs' | 'connectMs' | 'serviceMs' | 'totalMs'>): RequestPhase[] {
  const held = report.heldMs ?? 0
  const [connect, service] = [report.connectMs, report.serviceMs]
  const rest = report.totalMs - held - (connect ?? 0) - (service ?? 0)
  const phases: (RequestPhase | null)[] = [
    held > 0 ? phase('held', held) : null,
    connect === null ? null : phase('connect', connect),
    service === null ? null : phase('service', service),
    rest > 0 ? phase('rest', rest) : null,
  ]
  return phases.filter((entry) => entry !== null)
}

const phase = (name: RequestPhase['name'], ms: number): RequestPhase => ({ name, words: words[name], ms })
