import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteStash } from './byte-stash.ts'

const doing = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), bytes: fc.uint8Array({ maxLength: 3000, size: 'max' }), from: fc.nat(5), less: fc.nat(5) }),
  fc.record({ kind: fc.constant('drop' as const), share: fc.constantFrom(0, 0.1, 0.5, 0.9, 1) }),
  fc.record({ kind: fc.constant('clear' as const) }),
)

/** How often it took new memory. */
function memories(stash: ByteStash, doings: Iterable<() => void>): number {
  let count = 0
  let before: ArrayBufferLike | null = null
  for (const act of doings) {
    act()
    const { buffer } = stash.view()
    if (buffer !== before) count += 1
    before = buffer
  }
  return count
}

describe('byte stash', () => {
  it('gives what was put in and not taken out, in order', () => {
    fc.assert(fc.property(fc.array(doing, { maxLength: 30 }), (doings) => {
      const stash = new ByteStash()
      let held = Buffer.alloc(0)
      for (const what of doings) {
        if (what.kind === 'add') {
          const bytes = Buffer.from(what.bytes)
          const to = Math.max(Math.min(what.from, bytes.length), bytes.length - what.less)
          stash.add(bytes, Math.min(what.from, to), to)
          held = Buffer.concat([held, bytes.subarray(Math.min(what.from, to), to)])
          // The bytes were copied: who gave them uses their place again.
          bytes.fill(0)
        } else {
          const count = what.kind === 'clear' ? held.length : Math.floor(what.share * held.length)
          if (what.kind === 'clear') stash.clear()
          else stash.drop(count)
          held = held.subarray(count)
        }
        expect(stash.length).toBe(held.length)
        expect(stash.view().equals(held)).toBe(true)
      }
    }))
  })

  it('takes memory a few times only when bytes come one by one', () => {
    const stash = new ByteStash()
    const one = Buffer.from('x')
    const times = 2 ** 16
    expect(memories(stash, Array.from({ length: times }, () => () => stash.add(one, 0, 1)))).toBeLessThan(10)
    expect(stash.length).toBe(times)
    expect(stash.view().buffer.byteLength).toBeLessThanOrEqual(2 * times)
  })

  it('uses the same memory again while bytes come and go, and has none when it is empty', () => {
    const stash = new ByteStash()
    const piece = Buffer.alloc(10_000, 'x')
    stash.add(piece, 0, 10_000)
    const doings = Array.from({ length: 1000 }, () => () => {
      stash.add(piece, 0, 100)
      stash.drop(100)
    })
    expect(memories(stash, doings)).toBeLessThan(1000 / 20)
    stash.clear()
    expect(stash.view().buffer.byteLength).toBe(0)
  })
})
