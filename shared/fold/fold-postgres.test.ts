import { describe, expect, it } from 'vitest'
import { emptyState, type PlatformState } from '../domain/state.ts'
import type { EventData, EventType, PlatformEvent } from '../protocol/events.ts'
import { fold } from './fold.ts'

const ports = { app: 1, replication: 2, monitor: 3 }

function folded(...events: { readonly [T in EventType]: readonly [T, EventData<T>] }[EventType][]): PlatformState {
  const state = emptyState()
  events.forEach(([type, data], index) => fold(state, { seq: index + 1, at: (index + 1) * 100, causedBy: { kind: 'platform', text: 'a test' }, app: 'a', type, data } as PlatformEvent))
  return state
}

const made = ['postgres.made', { addOnId: 'o', kind: 'embedded', version: '18.4', server: { id: 'pg-1', role: 'primary', ports }, isHa: true, follows: null, forkedFrom: null }] as const
const ready = ['postgres.standbyReady', { addOnId: 'o', server: { id: 'pg-2', role: 'standby', ports }, tookMs: 1 }] as const

describe('folds of databases (HA2)', () => {
  it('a failover has the time of each of its steps, and the standby is the primary after it', () => {
    const { postgres } = folded(
      made, ready,
      ['postgres.failureSuspected', { addOnId: 'o', serverId: 'pg-1', why: 'no answer' }],
      ['postgres.failureDetected', { addOnId: 'o', serverId: 'pg-1', afterMs: 1000 }],
      ['postgres.fenced', { addOnId: 'o', serverId: 'pg-1', how: 'killed', tookMs: 1 }],
      ['postgres.promoted', { addOnId: 'o', serverId: 'pg-2', timeline: 2, tookMs: 100 }],
      ['postgres.failedOver', { addOnId: 'o', from: 'pg-1', to: 'pg-2', tookMs: 101 }],
      ['postgres.standbyReady', { addOnId: 'o', server: { id: 'pg-3', role: 'standby', ports }, tookMs: 1 }],
    )
    expect(postgres['o']).toMatchObject({
      servers: [{ id: 'pg-2', role: 'primary' }, { id: 'pg-3', role: 'standby' }], timeline: 2, failover: null,
      failovers: [{ serverId: 'pg-1', suspectedAt: 300, detectedAt: 400, fencedAt: 500, promotedAt: 600, failedOverAt: 700, standbyReadyAt: 800, refused: null }],
    })
  })
  it('who follows a primary that is no more is to be made anew, until it was (HA8)', () => {
    const follower = ['postgres.made', { addOnId: 'f', kind: 'embedded', version: '18.4', server: { id: 'pg-9', role: 'follower', ports }, isHa: false, follows: 'o', forkedFrom: null }] as const
    const over = ['postgres.failedOver', { addOnId: 'o', from: 'pg-1', to: 'pg-2', tookMs: 101 }] as const
    const restored = ['postgres.restored', { addOnId: 'o', backupId: 'b001', server: { id: 'pg-3', role: 'primary', ports }, timeline: 2 }] as const
    const rebuilt = ['postgres.rebuilt', { addOnId: 'f', serverId: 'pg-9' }] as const
    expect([folded(made, follower), folded(made, follower, over), folded(made, follower, restored), folded(made, follower, over, rebuilt)].map(({ postgres }) => postgres['f']?.isStale ?? false)).toEqual([false, true, true, false])
    expect(folded(made, follower, over).postgres['o']?.isStale).toBeUndefined()
  })
  it('a suspicion that is cleared leaves nothing', () => {
    const { postgres } = folded(made, ready, ['postgres.failureSuspected', { addOnId: 'o', serverId: 'pg-1', why: 'no answer' }], ['postgres.failureCleared', { addOnId: 'o', serverId: 'pg-1', afterMs: 300 }])
    expect(postgres['o']).toMatchObject({ failover: null, failovers: [] })
  })
  it('a database goes with its add-on', () => {
    expect(folded(made, ['addon.destroyed', { addOnId: 'o', name: 'n', message: null }]).postgres).toEqual({})
  })
})
