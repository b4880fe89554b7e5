import { describe, expect, it } from 'vitest'
import type { AddOn } from '../../shared/domain/add-on.ts'
import { teaState, teaWorld, typed } from './console-world.fixture.ts'

const addOn: AddOn = { id: 'm', name: 'metrics-quiet-1', service: 'metrics', plan: 'standard', appId: 'id-tea', state: 'provisioned', message: null, config: {}, options: {}, by: 'ada', createdAt: 0, provisionedAt: 0 }
const world = teaWorld({ state: { ...teaState(), addOns: { m: addOn } } })
const lost = { datagrams: 0, lines: 3, samples: 0 }

describe('metrics:series (AM1)', () => {
  it('lists what came with its last value, and what was lost', async () => {
    const point = { at: 0, value: 12.345, samples: 2, min: 1, max: 20, p95: 20 }
    const { sent, lines } = await typed('metrics:series', { series: [{ id: 't', name: 't', tags: ['env:prod'], kind: 'timer', points: [point, point] }], lost, isCut: false }, world)
    expect(sent).toEqual([{ name: 'statsd:read', input: { addOn: 'metrics-quiet-1', seconds: 300 } }])
    expect(lines.slice(3)).toEqual(['t     env:prod  timer  12.35 ms  4', '3 lines were lost.'])
  })

  it('says when nothing came, and when there is no add-on', async () => {
    expect((await typed('metrics:series', { series: [], lost, isCut: false }, world)).lines).toEqual(['Nothing came in the last 5 minutes.', '3 lines were lost.'])
    expect((await typed('metrics:series')).lines[0]).toContain('tea has no metrics add-on.')
  })
})
