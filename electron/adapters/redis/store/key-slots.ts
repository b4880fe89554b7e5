// A place for every key that it keeps while it lives: so a scan that goes place by place meets each key that stays, once, and a key
// can be drawn by chance.

export type KeySlots = { keys: (string | undefined)[]; free: number[] }

/** Draws before it goes on from where it is. */
const mostDraws = 32

export const emptySlots = (): KeySlots => ({ keys: [], free: [] })

export function takeSlot(slots: KeySlots, key: string): number {
  const slot = slots.free.pop() ?? slots.keys.length
  slots.keys[slot] = key
  return slot
}

export function freeSlot(slots: KeySlots, slot: number): void {
  slots.keys[slot] = undefined
  slots.free.push(slot)
}

/** `chance` is below 1. */
export function drawKey(slots: KeySlots, chance: () => number): string | undefined {
  if (slots.free.length === slots.keys.length) return undefined
  let slot = 0
  for (let draw = 0; draw < mostDraws; draw += 1) {
    slot = Math.floor(chance() * slots.keys.length)
    const key = slots.keys[slot]
    if (key !== undefined) return key
  }
  for (let step = 0; step < slots.keys.length; step += 1) {
    const key = slots.keys[(slot + step) % slots.keys.length]
    if (key !== undefined) return key
  }
  return undefined
}
