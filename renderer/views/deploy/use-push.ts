import { useEffect, useMemo } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import type { Build, Release, Slug } from '../../../shared/domain/build.ts'
import type { PlatformEvent } from '../../../shared/protocol/events.ts'
import { allUpAt, bootsOf, firstBoots, hasNeverBeenUp, type Boot } from '../../scene/boots.ts'
import { lastLine, outputParts, type OutputParts } from '../../scene/output-parts.ts'
import { releaseOf } from '../../scene/push-lane.ts'
import { expectedOf, theatre, type TheatreStep } from '../../scene/theatre.ts'
import { followBuild, useBuildTexts, type BuildText } from '../../store/builds.ts'
import { useMirror } from '../../store/mirror.ts'
import { useDynos, useReleases } from '../../store/selectors.ts'
import { usePushEvents } from '../../store/use-push-events.ts'
import { outputLines } from '../../text/ansi.ts'

/** All that is known of one push: its record, its output, its release and how that came up. */
export type Push = {
  readonly app: App
  readonly build: Build
  readonly slug: Slug | null
  readonly release: Release | null
  /** The release that goes on serving when this one does not come. */
  readonly serving: Release | null
  readonly events: readonly PlatformEvent[]
  readonly boots: readonly Boot[]
  readonly steps: readonly TheatreStep[]
  readonly output: BuildText | undefined
  readonly lines: readonly string[]
  readonly parts: OutputParts
}

export function usePush(app: App, build: Build, builds: readonly Build[]): Push {
  useEffect(() => followBuild(build.id), [build.id])
  const releases = useReleases(app.id)
  const dynos = useDynos(app.id)
  const release = releaseOf(build, releases)
  const slug = useMirror((mirror) => (build.status.kind === 'succeeded' ? (mirror.state.slugs[build.status.slugId] ?? null) : null))
  const events = usePushEvents(build, release)
  const output = useBuildTexts((texts) => texts[build.id])
  const lines = useMemo(() => outputLines(output?.text ?? ''), [output])
  const parts = useMemo(() => outputParts(lines), [lines])
  const allBoots = useMemo(() => (release === null ? [] : bootsOf(events, release.version)), [events, release])
  const boots = useMemo(() => firstBoots(allBoots), [allBoots])
  const expected = useMemo(() => expectedOf(build, builds, releases, dynos), [build, builds, releases, dynos])
  const steps = useMemo(
    () => theatre({ build, slug, release, dynos, currentVersion: app.currentVersion, allUpAt: allUpAt(boots), neverUp: hasNeverBeenUp(boots), compileLine: lastLine(lines, parts.compile), expected }),
    [build, slug, release, dynos, app.currentVersion, boots, lines, parts, expected],
  )
  const serving = releases.find((entry) => entry.version === app.currentVersion && entry.slugId !== null) ?? null
  return { app, build, slug, release, serving, events, boots, steps, output, lines, parts }
}
