import { describe, expect, it } from 'vitest'
import { createIdSource } from './request-ids.ts'

describe('request ids', () => {
  it('are random UUIDs of version 4, each of them new', () => {
    const nextId = createIdSource()
    const ids = Array.from({ length: 2000 }, nextId)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(new Set(ids).size).toBe(ids.length)
    // Every digit that is not fixed takes every value.
    for (let place = 0; place < 36; place++) {
      const seen = new Set(ids.map((id) => id[place]))
      expect(seen.size).toBe(place === 14 ? 1 : place === 19 ? 4 : [8, 13, 18, 23].includes(place) ? 1 : 16)
    }
  })
})
