// Which requests are drawn. Up to a rate each one; above it a fair sample, chosen by the request's random id, so that no path, dyno
// or outcome is drawn more often than another; far above it lines that are as thick as the rate.

/** At most so many are drawn a second. */
export const drawnPerSecond = 40
/** Above so many requests a second, the lines themselves show the rate. */
export const bandsAbove = 200
/** The rate must fall this far below before single ones are drawn again: no flicker at the edge. */
const bandsUntil = 160

export type DrawMode = { readonly kind: 'each' } | { readonly kind: 'sample'; readonly oneIn: number } | { readonly kind: 'bands'; readonly oneIn: number }

/** `rate`: requests a second. In bands the failures alone are drawn one by one, a fair sample of them when they are many. */
export function drawMode(rate: number, failedRate: number, before: DrawMode['kind']): DrawMode {
  if (rate > (before === 'bands' ? bandsUntil : bandsAbove)) return { kind: 'bands', oneIn: oneInOf(failedRate) }
  const oneIn = oneInOf(rate)
  return oneIn === 1 ? { kind: 'each' } : { kind: 'sample', oneIn }
}

/** `share`: of all requests, the part that reached this window, at most 1. */
export function isDrawn(requestId: string, oneIn: number, share: number): boolean {
  const wanted = Math.min(1, 1 / (oneIn * share))
  return wanted >= 1 || fractionOf(requestId) < wanted
}

/** What a reader is told about what is drawn. */
export function modeWords(mode: DrawMode): string {
  switch (mode.kind) {
    case 'each':
      return 'every request drawn'
    case 'sample':
      return `1 in ${mode.oneIn} requests drawn`
    case 'bands':
      return mode.oneIn === 1 ? 'lines as thick as the rate, each failure drawn' : `lines as thick as the rate, 1 in ${mode.oneIn} failures drawn`
  }
}

/** The thickness of a line in pixels at `rate` requests a second. */
export const bandWidth = (rate: number): number => Math.min(14, 1.5 + Math.sqrt(Math.max(0, rate)) * 0.28)

const oneInOf = (rate: number): number => Math.max(1, Math.ceil(rate / drawnPerSecond))

/** 0 to 1, from the text alone (FNV-1a, mixed once more because ids may differ in their last letters only). */
function fractionOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39)
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32
}
