// One build from start to end: its events, its time limit, its cancelling, its words, and the release that follows. As on Heroku one
// build of an app runs at a time, ends after 15 minutes at the latest, and a failed one leaves the running release alone.

import type { App } from '../../../shared/domain/app.ts'
import type { BuildId, BuildSource, BuildStage, Detection } from '../../../shared/domain/build.ts'
import { containerStack } from '../../../shared/domain/stacks.ts'
import { runtimeOf } from '../../../shared/domain/state.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Cause, EventDraft, PlatformEvent } from '../../../shared/protocol/events.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import { checkImagesRun } from '../platform/stacks.ts'
import type { BuildRequest } from '../ports/build-host.ts'
import { cacheIsStale } from './build-cache.ts'
import { createIndenter } from './build-output.ts'
import type { KeptText } from '../platform/kept-texts.ts'
import type { BuildDeps } from './deps.ts'
import { createInterruption, type Interruption } from './interruption.ts'
import { pushToImages } from './push-to-images.ts'
import { pushToSlug, type BuiltSlug, type SlugSite } from './push-to-slug.ts'
import { announceRelease, launchLines, releaseEndLines, rejectionLines } from './verdict-text.ts'

export type BuildOrder = {
  readonly app: App
  readonly source: BuildSource
  /** For the host: a push's quarantine, an upload's id. */
  readonly handle: string | null
  readonly description: string
  readonly by: string
  readonly cause: Cause
}

export type RunningBuild = {
  readonly buildId: BuildId
  readonly appId: string
  /** False once the slug is made: a release can not be taken back by cancelling. */
  isInterruptible(): boolean
  interrupt(error: PlatformError, cause: Cause): void
  /** The release of this build got its number. */
  released(version: number): void
  /** True when a slug was made and given to a release, also when its release phase failed. Never rejects. */
  readonly done: Promise<boolean>
}

export type BuildHouse = {
  openText(buildId: BuildId): KeptText
  /** Takes the removal of a build folder, which nobody but the end of the engine waits for. */
  cleaning(work: Promise<void>): void
}

/** devcenter slug-compiler: the whole compile. */
const herokuLimitMs = 15 * 60_000

/** An app has one build at a time. Throws PlatformError `build-in-progress`. */
export function checkIsFree(app: App): void {
  if (app.buildingId !== null) throw new PlatformError('build-in-progress', { app: app.name })
}

/** Throws `build-in-progress`. The build goes on in the background. */
export function startBuild(kernel: Kernel, deps: BuildDeps, order: BuildOrder, house: BuildHouse): RunningBuild {
  const { app, source, by } = order
  checkIsFree(app)
  const buildId = kernel.ids.next()
  const [started] = kernel.commit(order.cause, [{ type: 'build.started', app: app.id, data: { buildId, source, by } }])
  if (started === undefined) throw new Error('a build was not committed')
  const text = house.openText(buildId)
  const interruption = createInterruption()
  const work: Work = { kernel, deps, order, house, buildId, started, text, interruption, released: () => {} }
  const done = carryOut(work).finally(text.end)
  return { buildId, appId: app.id, isInterruptible: interruption.isOpen, interrupt: interruption.raise, released: (version) => work.released(version), done }
}

type Work = {
  readonly kernel: Kernel
  readonly deps: BuildDeps
  readonly order: BuildOrder
  readonly house: BuildHouse
  readonly buildId: BuildId
  readonly started: PlatformEvent
  readonly text: KeptText
  readonly interruption: Interruption
  released: (version: number) => void
}

async function carryOut(work: Work): Promise<boolean> {
  try {
    const slug = await buildSlug(work)
    await release(work, slug)
    return true
  } catch (error) {
    fail(work, translated(error))
    return false
  }
}

/** A folder, or whatever else a build is made in. */
type Place = { cancel(): void; close(): Promise<void> }
type HostOutput = (text: string) => void

async function buildSlug(work: Work): Promise<BuiltSlug> {
  const { kernel, deps, order: { app }, text } = work
  const runtime = runtimeOf(kernel.state, app)
  if (app.stack !== containerStack) {
    const platform = runtime === 'docker' ? 'container' : deps.platform
    return buildIn(work, deps.host.open, (workspace) => pushToSlug({ app, workspace, platform, text, ...reporters(work) }))
  }
  checkImagesRun(app.name, runtime)
  return buildIn(work, deps.host.openImages, (workspace) => pushToImages({ workspace, text, ...reporters(work) }))
}

/** Ends early when interrupted, even while the host does not answer; the build folder is removed in any case. */
async function buildIn<P extends Place>(work: Work, open: (request: BuildRequest, output: HostOutput) => Promise<P>, build: (place: P) => Promise<BuiltSlug>): Promise<BuiltSlug> {
  const { kernel, deps, interruption, house } = work
  const limitMs = deps.buildLimitMs ?? herokuLimitMs
  const minutes = Math.round(limitMs / 600) / 100
  const limit = new PlatformError('build-timeout', { minutes })
  const cancelLimit = kernel.clock.after(limitMs, () => interruption.raise(limit, { kind: 'platform', text: `a build may take ${minutes} minutes` }))
  const opening = openPlace(work, open)
  try {
    const place = await interruption.orFinish(opening)
    interruption.onRaise(place.cancel)
    return await interruption.orFinish(build(place))
  } finally {
    cancelLimit()
    interruption.close()
    // Not awaited: removing a large build folder must not keep the pusher waiting.
    opening.then((place) => house.cleaning(place.close()), () => undefined)
  }
}

async function openPlace<P>({ kernel, deps, order, buildId, text }: Work, open: (request: BuildRequest, output: HostOutput) => Promise<P>): Promise<P> {
  const { app, source, handle } = order
  if (cacheIsStale(kernel.state, app)) await deps.host.purgeCache(app.id)
  const indenter = createIndenter(text.print)
  const place = await open({ buildId, appId: app.id, source, handle, config: app.config, stack: app.stack, runtime: runtimeOf(kernel.state, app) }, indenter.write)
  indenter.flush()
  return place
}

function reporters({ kernel, order, buildId, started }: Work): Pick<SlugSite, 'reached' | 'detected'> {
  // What a cancelled build still says comes after its end and is no fact of it.
  const report = (draft: EventDraft): void => {
    if (kernel.state.builds[buildId]?.status.kind === 'pending') kernel.commit(because(started), [draft])
  }
  return {
    reached: (stage: BuildStage) => report({ type: 'build.advanced', app: order.app.id, data: { buildId, stage } }),
    detected: (detection: Detection) => report({ type: 'build.detected', app: order.app.id, data: { buildId, ...detection } }),
  }
}

async function release(work: Work, slug: BuiltSlug): Promise<void> {
  const { kernel, deps, order, buildId, started, text } = work
  const { slugId, bytes, files, buildpacks, sticky, language, processTypes } = slug
  const app = order.app.id
  const commit = order.source.kind === 'git' ? order.source.commit : null
  const [, succeeded] = kernel.commit(because(started), [
    { type: 'build.advanced', app, data: { buildId, stage: 'release' } },
    { type: 'build.succeeded', app, data: { buildId, slugId, buildpacks: [...buildpacks], sticky } },
  ])
  const [created] = kernel.commit(because(succeeded ?? started), [{ type: 'slug.created', app, data: { slugId, bytes, files, commit, stack: order.app.stack, language, processTypes } }])
  const hasCommand = Object.hasOwn(processTypes, 'release')
  for (const line of launchLines(hasCommand)) text.line(line)
  const appUrl = (): string => deps.appUrl(kernel.state.apps[app]?.name ?? order.app.name)
  work.released = announceRelease((line) => text.line(line), appUrl, hasCommand)
  const { description, by } = order
  const outcome = await deps.release({ appId: app, slugId, description, by, buildId, cause: because(created ?? started), say: text.print })
  work.released(outcome.version)
  for (const line of releaseEndLines(outcome, hasCommand)) text.line(line)
}

function fail(work: Work, error: PlatformError): void {
  const { kernel, order, buildId, started, text, interruption } = work
  for (const line of rejectionLines(error, order.app.name)) text.line(line)
  if (kernel.state.builds[buildId]?.status.kind !== 'pending') return
  try {
    const data = { buildId, code: error.code, message: error.message, help: error.help }
    kernel.commit(interruption.cause() ?? because(started), [{ type: 'build.failed', app: order.app.id, data }])
  } catch {
    // The journal is halted: the next start finds the build pending and ends it.
  }
}

function translated(error: unknown): PlatformError {
  return error instanceof PlatformError ? error : new PlatformError('bug', { why: error instanceof Error ? error.message : String(error) })
}
