// What faults at the edge do to a simulated request: the same effects as the real data plane's, reckoned on an answer that comes all at once.
// Simplified: a request has the faults that were in force as it was passed on, and sizes are those of a small page.

import type { Random } from '../ports/clock.ts'
import type { EdgeEffect, EdgeFault } from '../ports/http-edge.ts'
import type { ToxicSettings, ToxicStream } from '../../../shared/wire/toxic.ts'

/** Who a request is for: before a dyno was picked `dynoId` is null, and only faults on the whole app count. */
export type Passing = { readonly appId: string; readonly dynoId: string | null; readonly path: string }

/** How the way to the dyno and back changes an answer. */
export type Fate = {
  readonly lateMs: number
  /** Nothing comes back: the router's own limit decides. */
  readonly isSilent: boolean
  /** The connection ends so long after it was made, whatever the dyno does. */
  readonly cut: { readonly afterMs: number; readonly code: string } | null
  /** The answer is spoilt as it comes. */
  readonly spoilt: { readonly code: string | null; readonly bytes: number } | null
}

const requestBytes = 200
const headBytes = 200
export const bodyBytes = 600

/** Faults that touch this request, each by its own chance. */
export function drawn(faults: readonly EdgeFault[], passing: Passing, random: Random): EdgeFault[] {
  return faults.filter((fault) => concerns(fault, passing) && (fault.share >= 1 || random.next() < fault.share))
}

function concerns({ appId, dynoIds, effect }: EdgeFault, passing: Passing): boolean {
  if (appId !== null && appId !== passing.appId) return false
  // Those on some dynos count once one is picked, and so does the way there and back.
  if (dynoIds === null ? isAtTheDoor(effect) !== (passing.dynoId === null) : passing.dynoId === null || !dynoIds.includes(passing.dynoId)) return false
  return !('path' in effect) || passing.path.startsWith(effect.path)
}

/** The router acts on these before it looks for a dyno. */
export function isAtTheDoor({ kind }: EdgeEffect): boolean {
  return kind === 'answer' || kind === 'slow-client' || kind === 'http-status' || kind === 'http-abort'
}

/** Time until the router has read a request that comes in slowly. */
export const readMs = (effects: readonly EdgeEffect[]): number => Math.max(0, ...effects.map((effect) => (effect.kind === 'slow-client' ? (requestBytes / effect.bytesPerSecond) * 1000 : 0)))

const untouched: Fate = { lateMs: 0, isSilent: false, cut: null, spoilt: null }

export function fateOf(effects: readonly EdgeEffect[], random: Random): Fate {
  return effects.map((effect) => fateUnder(effect, random)).reduce(both, untouched)
}

function both(one: Fate, other: Fate): Fate {
  const cut = one.cut === null || (other.cut !== null && other.cut.afterMs < one.cut.afterMs) ? other.cut : one.cut
  return { lateMs: one.lateMs + other.lateMs, isSilent: one.isSilent || other.isSilent, cut, spoilt: one.spoilt ?? other.spoilt }
}

function fateUnder(effect: EdgeEffect, random: Random): Fate {
  switch (effect.kind) {
    case 'http-delay':
      return { ...untouched, lateMs: effect.delayMs }
    case 'http-truncate':
      return effect.bytes >= bodyBytes ? untouched : { ...untouched, spoilt: { code: null, bytes: effect.bytes } }
    case 'toxic':
      return fateInStream(effect.toxic.settings, effect.toxic.stream, random)
    default:
      return untouched
  }
}

function fateInStream(settings: ToxicSettings, stream: ToxicStream, random: Random): Fate {
  const bytes = stream === 'upstream' ? requestBytes : headBytes + bodyBytes
  switch (settings.type) {
    case 'latency':
      return { ...untouched, lateMs: Math.max(0, settings.latencyMs + settings.jitterMs * jitter(settings.distribution, random)) }
    case 'bandwidth':
      return settings.rateKBps === 0 ? { ...untouched, isSilent: true } : { ...untouched, lateMs: bytes / settings.rateKBps }
    case 'slicer':
      return { ...untouched, lateMs: (Math.ceil(bytes / settings.averageSize) * settings.delayUs) / 1000 }
    case 'loss':
      return { ...untouched, lateMs: random.next() * 100 < settings.percent ? settings.retransmitMs : 0 }
    case 'timeout':
      return { ...untouched, isSilent: true, cut: settings.timeoutMs === 0 ? null : { afterMs: settings.timeoutMs, code: 'H13' } }
    case 'reset_peer':
      return { ...untouched, cut: { afterMs: settings.timeoutMs, code: 'H13' } }
    case 'limit_data':
      return settings.bytes >= bytes ? untouched : limited(settings.bytes, stream)
    case 'corrupt':
      return random.next() < 1 - (1 - settings.perMillion / 1e6) ** headBytes ? { ...untouched, spoilt: { code: 'H17', bytes: 0 } } : untouched
    case 'slow_close':
      return untouched
  }
}

function limited(bytes: number, stream: ToxicStream): Fate {
  if (stream === 'upstream' || bytes <= headBytes) return { ...untouched, spoilt: { code: 'H13', bytes: 0 } }
  return { ...untouched, spoilt: { code: 'H18', bytes: bytes - headBytes } }
}

/** Around 0; within 1 either way for uniform, mostly so for normal, and with a long tail upwards for pareto. */
function jitter(distribution: Extract<ToxicSettings, { type: 'latency' }>['distribution'], random: Random): number {
  const chance = random.next()
  switch (distribution) {
    case 'uniform':
      return 2 * chance - 1
    case 'normal':
      return Math.sqrt(-2 * Math.log(1 - chance)) * Math.cos(2 * Math.PI * random.next()) * 0.5
    case 'pareto':
      return Math.min(100, (1 - chance) ** (-1 / 3) - 1.5)
  }
}
