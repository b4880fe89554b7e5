import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../../sim/virtual-clock.ts'
import { answered, judge, missed, mostSegmentsBehind, objection, probePauseMs, probeTimeoutMs, segmentBytes, type Silence, type Verdict } from './failover-decision.ts'

const detectionMs = 2000

/** A monitor of 100 ms probes on the virtual clock; `answers` says which of them are answered. */
async function watched(answers: (at: number) => boolean, forMs: number): Promise<readonly [number, Verdict['kind']][]> {
  const clock = createVirtualClock()
  const begun = clock.now()
  let silence: Silence = answered(begun)
  let judged = silence
  const said: [number, Verdict['kind']][] = []
  const probe = (): void => {
    const at = clock.now()
    silence = answers(at - begun) ? answered(at) : missed(silence, at, 'no answer')
    const verdict = judge(judged, silence, at, detectionMs)
    judged = silence
    if (verdict.kind !== 'wait') said.push([at - begun, verdict.kind])
    if (verdict.kind !== 'take-over') clock.after(100, probe)
  }
  clock.after(100, probe)
  await clock.advance(forMs)
  return said
}

describe('when a standby takes over (HA1)', () => {
  it('is suspected at the first silence, and takes over when the time since the last answer is up', async () => {
    expect(await watched((at) => at <= 1000, 10_000)).toEqual([[1100, 'suspect'], [3000, 'take-over']])
  })
  it('is cleared by one answer, however short before', async () => {
    expect(await watched((at) => at <= 1000 || at >= 2900, 10_000)).toEqual([[1100, 'suspect'], [2900, 'clear']])
  })
  it('says nothing while all is well', async () => {
    expect(await watched(() => true, 10_000)).toEqual([])
  })
  it('one probe that failed is not enough, as this machine may have slept', () => {
    const before = answered(0)
    const after = missed(before, 60_000, 'no answer')
    expect(judge(before, after, 60_000, detectionMs)).toEqual({ kind: 'suspect' })
    expect(judge(after, missed(after, 60_100, 'no answer'), 60_100, detectionMs)).toEqual({ kind: 'take-over', afterMs: 60_100 })
  })
})

describe('when it must not (HA5)', () => {
  it('not when it lacks more than ten segments of the log, is not there, or nobody knows', () => {
    expect(objection({ isThere: true, behindBytes: mostSegmentsBehind * segmentBytes })).toBeNull()
    expect(objection({ isThere: true, behindBytes: mostSegmentsBehind * segmentBytes + segmentBytes })).toContain('11.0 segments')
    expect(objection({ isThere: false, behindBytes: 0 })).toContain('no standby')
    expect(objection({ isThere: true, behindBytes: null })).toContain('not known')
  })
})

describe('how often it is asked', () => {
  it('so that several probes fit into the time, whatever that is', () => {
    for (const ms of [500, 1000, 5000, 120_000]) expect(probeTimeoutMs(ms) + probePauseMs(ms, false), String(ms)).toBeLessThanOrEqual(ms / 2)
  })
})
