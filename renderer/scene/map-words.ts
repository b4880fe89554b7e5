// Every mark of the map in words: what hover, focus and a screen reader are told.

import type { RoutingStrategy } from '../../shared/domain/app.ts'
import type { RequestReport } from '../../shared/domain/route.ts'
import { byteSize } from '../../shared/text/amounts.ts'
import { duration } from '../../shared/text/time.ts'
import { strategyRules } from '../text/routing-words.ts'
import { expectationWords } from './dyno-mark.ts'
import { byteRate, type Link } from './links.ts'
import type { MapEdge } from './map-edges.ts'
import type { MapDyno, MapGroup } from './map-scene.ts'
import { rateNumber } from './sparkline.ts'

export type DynoNumbers = { readonly inFlight: number; readonly rate: number | null; readonly memoryBytes: number | null }

export function dynoFact({ dyno, mark, wish }: Pick<MapDyno, 'dyno' | 'mark' | 'wish'>, { inFlight, rate, memoryBytes }: DynoNumbers): string {
  const isServing = dyno.type === 'web' && dyno.kind === 'formation' && dyno.state.kind === 'up'
  return [
    dyno.name, mark.word, expectationWords(mark), `release v${dyno.version}`,
    isServing || inFlight > 0 ? `${inFlight} in flight` : '',
    isServing && rate !== null ? `${rateNumber(rate)} requests a second` : '',
    memoryBytes === null ? '' : byteSize(memoryBytes),
    dyno.errors.length > 0 ? `shows ${dyno.errors.at(-1)}` : '',
    wish === 'stop' ? 'would stop' : '',
  ].filter(Boolean).join(', ')
}

/** `3 up, 1 starting`; `none running`. */
export function countWords(dynos: readonly Pick<MapDyno, 'mark'>[]): string {
  const counts = new Map<string, number>()
  for (const { mark } of dynos) counts.set(mark.word, (counts.get(mark.word) ?? 0) + 1)
  return counts.size === 0 ? 'none running' : [...counts].map(([word, count]) => `${count} ${word}`).join(', ')
}

export function groupFact(group: Pick<MapGroup, 'type' | 'dynos' | 'isScalable'>): string {
  return [`${group.type}: ${countWords(group.dynos)}`, group.isScalable ? 'plus and minus keys scale it' : ''].filter(Boolean).join(', ')
}

export function routerFact(isInMaintenance: boolean, inFlight: number, held: number, strategy: RoutingStrategy = 'random'): string {
  const queue = held === 0 ? 'none held' : `${held} held in its queue`
  return `Router, ${isInMaintenance ? 'maintenance mode is on: visitors get H80' : strategyRules[strategy]}, ${inFlight} under way, ${queue}`
}

const wayWords: Readonly<Record<MapEdge['kind'], string>> = { open: 'open', waiting: 'not open yet', closed: 'closed' }

/** `names`: the dynos at its end; none for the way in. */
export function edgeFact(edge: Pick<MapEdge, 'kind'>, names: readonly string[], rate: number): string {
  const way = names.length === 0 ? 'Visitors to router' : `Router to ${names.length > 3 ? `${names[0]} and ${names.length - 1} more` : names.join(', ')}`
  return `${way}: ${wayWords[edge.kind]}, ${rateNumber(rate)} requests a second`
}

/** What passes a link to a service. */
export function linkFact(link: Link): string {
  const passes = `${byteRate(link.perSecondToService)} to the service, ${byteRate(link.perSecondToDyno)} back`
  return [`Link ${link.name} to ${link.upstream}`, link.enabled ? `${link.connections} open` : 'refuses connections', passes].join(', ')
}

/** `GET /tea, 200, 12 ms, web.2`. */
export function requestFact(report: Pick<RequestReport, 'method' | 'path' | 'status' | 'code' | 'totalMs' | 'dyno'>): string {
  return [`${report.method} ${report.path}`, answerWord(report), duration(report.totalMs), report.dyno ?? 'no dyno'].join(', ')
}

/** An H code says more than the status that came with it. */
export const answerWord = ({ code, status }: Pick<RequestReport, 'status' | 'code'>): string => code ?? (status === null ? 'no answer' : String(status))
