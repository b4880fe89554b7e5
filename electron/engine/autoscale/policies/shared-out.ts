// What all dynos have together, shared out: as many dynos as bring each to its target. Fewer only when each would stay well under it, or
// the number would swing: what is shared out rises a little when fewer share it. Ours.

/** Of the target, what may be used for fewer dynos to be wanted. */
const roomy = 0.75

export function sharedOut(whole: number, target: number, quantity: number): number {
  const needed = Math.max(1, Math.ceil(whole / target))
  if (needed >= quantity) return needed
  return Math.min(quantity, Math.max(1, Math.ceil(whole / (target * roomy))))
}
