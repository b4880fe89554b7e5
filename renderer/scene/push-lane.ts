// The push lane: the stages that turn a commit into running dynos, each with its state, its time and its one telling fact.

import { buildStages, type Build, type BuildStage, type Release, type Slug } from '../../shared/domain/build.ts'
import type { Dyno } from '../../shared/domain/dyno.ts'
import { slugSize } from '../../shared/text/amounts.ts'
import { lastPart } from '../text/words.ts'

export type LaneStepName = 'commit' | 'detect' | 'compile' | 'slug' | 'release' | 'dynos'
export type LaneStep = {
  readonly name: LaneStepName
  readonly state: 'done' | 'active' | 'waiting' | 'failed'
  readonly startedAt: number | null
  /** Milliseconds it took; null while it goes on or has not begun. */
  readonly tookMs: number | null
  readonly fact: string
}

export type LaneInput = {
  readonly build: Build
  readonly slug: Slug | null
  readonly release: Release | null
  readonly dynos: readonly Dyno[]
  /** What dynos should run now: a later one has replaced this build's. */
  readonly currentVersion: number
  /** When every dyno of the release was up for the first time, where that is known. */
  readonly allUpAt?: number | null
  /** True when it is known that one of them crashed before it was up, and that they were never all there. */
  readonly neverUp?: boolean
}

const nameOf: Readonly<Record<BuildStage, LaneStepName>> = { source: 'commit', detect: 'detect', compile: 'compile', slug: 'slug', release: 'release' }

export function pushLane(input: LaneInput): LaneStep[] {
  const steps = buildStages.map((stage, index) => stageStep(input, stage, index))
  return [...steps, dynosStep(input)]
}

/** The release a build led to: the first of its slug that came after it. */
export function releaseOf(build: Build, releases: readonly Release[]): Release | null {
  const { status } = build
  if (status.kind !== 'succeeded') return null
  return releases.find((release) => release.slugId === status.slugId && release.createdAt >= build.startedAt) ?? null
}

function stageStep(input: LaneInput, stage: BuildStage, index: number): LaneStep {
  const { build } = input
  const own = build.stages.find((entry) => entry.stage === stage) ?? null
  const next = own === null ? null : (build.stages.find((entry) => buildStages.indexOf(entry.stage) > index) ?? null)
  const endedAt = next?.at ?? (stage === 'release' ? releaseEnd(input) : build.status.kind === 'failed' ? build.status.endedAt : null)
  const startedAt = own?.at ?? (stage === 'release' ? (input.release?.createdAt ?? null) : null)
  return {
    name: nameOf[stage],
    state: stageState(input, stage, own !== null, next !== null),
    startedAt,
    tookMs: startedAt === null || endedAt === null ? null : Math.max(0, endedAt - startedAt),
    fact: stageFact(input, stage),
  }
}

function stageState(input: LaneInput, stage: BuildStage, hasBegun: boolean, hasNext: boolean): LaneStep['state'] {
  const { status } = input.build
  if (stage === 'release' && input.release !== null) {
    if (input.release.status.kind === 'failed') return 'failed'
    return input.release.status.kind === 'succeeded' ? 'done' : 'active'
  }
  if (!hasBegun) return status.kind === 'succeeded' && stage !== 'release' ? 'done' : 'waiting'
  if (hasNext) return 'done'
  if (status.kind === 'failed') return 'failed'
  return status.kind === 'succeeded' ? (stage === 'release' ? 'active' : 'done') : 'active'
}

function releaseEnd({ release, build }: LaneInput): number | null {
  if (release !== null && release.status.kind !== 'pending') return release.status.at
  return build.status.kind === 'failed' ? build.status.endedAt : null
}

function stageFact({ build, slug, release }: LaneInput, stage: BuildStage): string {
  switch (stage) {
    case 'source':
      if (build.source.kind === 'git') return build.source.commit.slice(0, 7)
      return build.source.kind === 'folder' ? lastPart(build.source.path) : build.source.name
    case 'detect': {
      const matched = build.detections.filter((detection) => detection.matched)
      return matched.length > 0 ? matched.map((detection) => detection.label ?? detection.buildpack).join(', ') : ''
    }
    case 'compile':
      return build.buildpacks.map(lastPart).join(', ')
    case 'slug':
      return slug === null ? '' : slugSize(slug.bytes)
    case 'release':
      return release === null ? '' : `v${release.version}`
  }
}

function dynosStep({ release, dynos, currentVersion, allUpAt = null, neverUp = false }: LaneInput): LaneStep {
  const tookMs = release?.status.kind === 'succeeded' && allUpAt !== null ? Math.max(0, allUpAt - release.status.at) : null
  if (release?.status.kind === 'succeeded' && release.version < currentVersion) {
    return { name: 'dynos', state: neverUp ? 'failed' : 'done', startedAt: release.status.at, tookMs, fact: `${neverUp ? 'never up, ' : ''}now on v${currentVersion}` }
  }
  const own = release === null ? [] : dynos.filter((dyno) => dyno.version === release.version && dyno.kind === 'formation')
  if (release === null || release.status.kind !== 'succeeded' || own.length === 0) {
    return { name: 'dynos', state: 'waiting', startedAt: null, tookMs: null, fact: '' }
  }
  const up = own.filter((dyno) => dyno.state.kind === 'up').length
  const isCrashed = own.some((dyno) => dyno.state.kind === 'crashed')
  const state = isCrashed ? 'failed' : up === own.length ? 'done' : 'active'
  return { name: 'dynos', state, startedAt: release.status.at, tookMs, fact: `${up} of ${own.length} up` }
}
