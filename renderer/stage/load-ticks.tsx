/** Ticks beyond this are not drawn one by one: the number beside them says how many. */
const ticksAtMost = 12

/** One tick for each request under way. */
export function LoadTicks({ count }: { readonly count: number }) {
  const shown = Math.min(count, ticksAtMost)
  return <span className="load-ticks" data-more={count > ticksAtMost || undefined} aria-hidden="true">{Array.from({ length: shown }, (_, index) => <i key={index} />)}</span>
}
