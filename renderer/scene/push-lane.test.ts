import { describe, expect, test } from 'vitest'
import { pushLane, releaseOf, type LaneInput, type LaneStep } from './push-lane.ts'
import { exampleBuild, exampleDyno, exampleRelease, exampleSlug } from './world.fixture.ts'

const stages = (...names: ('source' | 'detect' | 'compile' | 'slug' | 'release')[]) => names.map((stage, index) => ({ stage, at: 1000 + index * 500 }))
const succeeded = exampleBuild({
  stages: stages('source', 'detect', 'compile', 'slug', 'release'),
  detections: [{ buildpack: 'heroku/ruby', matched: false, label: null, file: null, reason: '' }, { buildpack: 'heroku/nodejs', matched: true, label: 'Node.js', file: 'package.json', reason: '' }],
  buildpacks: ['heroku/nodejs'],
  status: { kind: 'succeeded', slugId: 'sha256:1', version: null, endedAt: 3500 },
})
const lane = (input: Partial<LaneInput>): LaneStep[] => pushLane({ build: succeeded, slug: null, release: null, dynos: [], currentVersion: 3, ...input })
const states = (steps: readonly LaneStep[]): string => steps.map((step) => step.state[0]).join('')

describe('pushLane', () => {
  test('a build under way: done up to its stage, waiting after it', () => {
    const steps = lane({ build: exampleBuild({ stages: stages('source', 'detect', 'compile'), status: { kind: 'pending', stage: 'compile' } }) })
    expect(states(steps)).toBe('ddawww')
    expect(steps[0]).toMatchObject({ name: 'commit', tookMs: 500, fact: 'abcdef0' })
    expect(steps[2]).toMatchObject({ startedAt: 2000, tookMs: null })
  })

  test('a failed build: the stage that failed is marked, with the time it took', () => {
    const steps = lane({ build: exampleBuild({ stages: stages('source', 'detect'), status: { kind: 'failed', code: 'no-buildpack', message: '', help: '', endedAt: 1700 } }) })
    expect(states(steps)).toBe('dfwwww')
    expect(steps[1]?.tookMs).toBe(200)
  })

  test('a whole push: each stage with its one fact', () => {
    const steps = lane({ slug: exampleSlug, release: exampleRelease(3), dynos: [exampleDyno('web.1'), exampleDyno('web.2', 'starting'), exampleDyno('web.9', 'up', { version: 2 })] })
    expect(states(steps)).toBe('ddddda')
    expect(steps.map((step) => step.fact)).toEqual(['abcdef0', 'Node.js', 'nodejs', '2.0M', 'v3', '1 of 2 up'])
  })

  test('all of its dynos up ends it, one that crashed fails it', () => {
    expect(states(lane({ release: exampleRelease(3), dynos: [exampleDyno('web.1')] }))).toBe('dddddd')
    expect(states(lane({ release: exampleRelease(3), dynos: [exampleDyno('web.1'), exampleDyno('web.2', 'crashed')] }))).toBe('dddddf')
  })

  test('a release phase that goes on or failed', () => {
    expect(states(lane({ release: exampleRelease(3, { status: { kind: 'pending' } }) }))).toBe('ddddaw')
    expect(states(lane({ release: exampleRelease(3, { status: { kind: 'failed', at: 9000, exitStatus: 1 } }) }))).toBe('ddddfw')
  })

  test('an old push says what replaced it', () => {
    expect(lane({ release: exampleRelease(3), currentVersion: 5 })[5]).toMatchObject({ state: 'done', fact: 'now on v5' })
    expect(lane({ release: exampleRelease(3), currentVersion: 5, neverUp: true })[5]).toMatchObject({ state: 'failed', fact: 'never up, now on v5' })
  })

  test('the release of a build is the first of its slug after it, not an earlier one of the same slug', () => {
    const releases = [exampleRelease(2, { createdAt: 10 }), exampleRelease(3), exampleRelease(4, { slugId: 'sha256:2' })]
    expect(releaseOf(succeeded, releases)?.version).toBe(3)
    expect(releaseOf(exampleBuild(), releases)).toBeNull()
  })
})
