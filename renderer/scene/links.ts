// Links of the TCP proxy as they were counted last, and how fast bytes pass through each. The engine counts; here is only the difference.

import type { ProxyFacts } from '../../shared/protocol/calls.ts'
import { byteSize } from '../../shared/text/amounts.ts'

/** Bytes a second; null before the second look, and when the counters began anew. */
export type Link = ProxyFacts & { readonly at: number; readonly perSecondToService: number | null; readonly perSecondToDyno: number | null }

/** `at`: milliseconds of any clock that only goes on. What did not change stays the same list. */
export function countedLinks(before: readonly Link[], proxies: readonly ProxyFacts[], at: number): readonly Link[] {
  if (proxies.length === 0 && before.length === 0) return before
  return proxies.map((proxy) => {
    const last = before.find(({ name }) => name === proxy.name)
    const rate = (read: (of: ProxyFacts) => number): number | null => (last === undefined || at <= last.at || read(proxy) < read(last) ? null : ((read(proxy) - read(last)) * 1000) / (at - last.at))
    return { ...proxy, at, perSecondToService: rate((of) => of.bytesToUpstream), perSecondToDyno: rate((of) => of.bytesToClient) }
  })
}

/** `1.2 KB/s`. */
export const byteRate = (perSecond: number | null): string => (perSecond === null ? 'not measured' : `${byteSize(Math.round(perSecond))}/s`)

/** Bytes that were read on one side and not handed on to the other: a toxic holds them, or threw them away. */
export const notHandedOn = ({ bytesFromClient, bytesFromUpstream, bytesToUpstream, bytesToClient }: ProxyFacts): { readonly toService: number; readonly toDyno: number } => ({
  toService: Math.max(0, bytesFromClient - bytesToUpstream), toDyno: Math.max(0, bytesFromUpstream - bytesToClient),
})
