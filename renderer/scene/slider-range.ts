// How far the slider of a process type reaches: twice what is there, so that a hand's width is a useful step, within the limit of the size.

const tops = [1, 4, 10, 20, 50, 100] as const
const leastTop = 4

/** It goes by what is there, not by what is wished, so that it stands still while it is dragged. */
export function sliderTop(quantity: number, maxPerType: number): number {
  const wanted = Math.max(leastTop, quantity * 2)
  const top = tops.find((entry) => entry >= wanted) ?? 100
  return Math.max(1, Math.min(top, maxPerType))
}
