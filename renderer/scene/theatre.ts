// The deploy theatre: the steps of the push lane with what stands on each of them.

import { lastPart } from '../text/words.ts'
import { expectedBoot } from './dyno-mark.ts'
import { pushLane, releaseOf, type LaneInput, type LaneStep, type LaneStepName } from './push-lane.ts'
import type { Build, Release } from '../../shared/domain/build.ts'
import { slugContents } from '../text/slug-words.ts'

export type TheatreStep = LaneStep & {
  /** Under the shape, the first is the telling one. */
  readonly lines: readonly string[]
  /** What the step took last time, in milliseconds; null when there was no last time. */
  readonly expectedMs: number | null
}

export type TheatreInput = LaneInput & {
  /** The newest line of the output of the compile step. */
  readonly compileLine: string
  readonly expected: Expected
}

export type Expected = Readonly<Partial<Record<LaneStepName, number>>>

export function theatre(input: TheatreInput): TheatreStep[] {
  return pushLane(input).map((step) => ({ ...step, lines: linesOf(step, input), expectedMs: input.expected[step.name] ?? null }))
}

/** What each step of the last successful push before this one took: the measure for one under way. */
export function expectedOf(build: Build, builds: readonly Build[], releases: readonly Release[], dynos: LaneInput['dynos']): Expected {
  const before = builds.filter((entry) => entry.startedAt < build.startedAt && entry.status.kind === 'succeeded').sort((a, b) => b.startedAt - a.startedAt)[0]
  const boot = expectedBoot(dynos, 'web')
  const own = boot === null ? {} : { dynos: boot }
  if (before === undefined) return own
  const steps = pushLane({ build: before, slug: null, release: releaseOf(before, releases), dynos: [], currentVersion: Number.MAX_SAFE_INTEGER })
  return { ...Object.fromEntries(steps.flatMap(({ name, tookMs }) => (tookMs === null ? [] : [[name, tookMs]]))), ...own }
}

/** The step to show while nobody chose one: what goes on, else what failed, else where the push ended. */
export function stepInFocus(steps: readonly LaneStep[]): LaneStepName {
  const find = (state: LaneStep['state']): LaneStep | undefined => steps.find((step) => step.state === state)
  const done = steps.filter((step) => step.state === 'done')
  return (find('failed') ?? find('active') ?? done[done.length - 1])?.name ?? 'commit'
}

function linesOf(step: LaneStep, { build, slug, release, compileLine }: TheatreInput): readonly string[] {
  if (step.state === 'waiting') return []
  switch (step.name) {
    case 'commit':
      return [build.source.kind === 'git' ? build.source.subject : step.fact, `by ${build.by}`]
    case 'detect': {
      const matched = build.detections.filter((detection) => detection.matched)
      if (matched.length === 0) return [`${build.detections.length} asked`]
      return [step.fact, ...matched.flatMap(({ file }) => (file === null ? [] : [file])).slice(0, 1)]
    }
    case 'compile':
      return [step.fact || matchedNames(build), compileLine]
    case 'slug':
      return slug === null ? [] : [step.fact, slugContents(slug)]
    case 'release':
      return release === null ? [] : [step.fact, release.status.kind === 'pending' ? 'release command runs' : release.status.kind]
    case 'dynos':
      return [step.fact]
  }
}

function matchedNames(build: Build): string {
  return build.detections.filter((detection) => detection.matched).map(({ buildpack }) => lastPart(buildpack)).join(', ')
}
