// The build room: code in, slug and release out. A push, a folder, a tarball and a sample all take the same way. Heroku does each build
// in a dyno of its own, which is gone afterwards; here the BuildHost gives each a folder of its own.

import type { BuildId } from '../../../shared/domain/build.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallArgs, CallOutput } from '../../../shared/protocol/calls.ts'
import type { Cause, EventDraft } from '../../../shared/protocol/events.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { CallContext, Reader, Room } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import type { PushHandler } from '../ports/git-host.ts'
import { createKeptTexts } from '../platform/kept-texts.ts'
import { checkIsFree, startBuild, type BuildOrder, type RunningBuild } from './build-work.ts'
import type { BuildDeps } from './deps.ts'
import { decideBuildpacks } from '../platform/buildpack-list.ts'
import { orderOf } from './order.ts'
import { createPushHandler } from './push-handler.ts'
import { keepShelf } from './slug-shelf.ts'

export type BuildRoom = Room & {
  readonly pushHandler: Pick<PushHandler, 'admit' | 'receive'>
  /** Throws `build-in-progress`. `done` never rejects. */
  begin(order: BuildOrder): Pick<RunningBuild, 'buildId' | 'done'>
}

export function createBuildRoom(kernel: Kernel, deps: BuildDeps): BuildRoom {
  const texts = createKeptTexts(deps)
  const running = new Map<BuildId, RunningBuild>()
  /** Build folders on their way out. */
  const cleanings = new Set<Promise<void>>()

  function begin(order: BuildOrder, pusher: (text: string) => void): RunningBuild {
    const build = startBuild(kernel, deps, order, { openText: (buildId) => texts.open(textId(order.app.id, buildId), pusher), cleaning })
    running.set(build.buildId, build)
    void build.done.then(() => running.delete(build.buildId))
    return build
  }

  function cleaning(work: Promise<void>): void {
    const over: Promise<void> = work.catch(() => undefined).then(() => void cleanings.delete(over))
    cleanings.add(over)
  }

  function create(args: CallArgs<'builds:create'>, context: CallContext): CallOutput<'builds:create'> {
    const app = requireApp(kernel.state, args.app)
    const order = orderOf(app, args.source, deps, context, kernel.state)
    checkIsFree(app)
    if (args.buildpacks !== undefined) kernel.commit(context.cause, decideBuildpacks(kernel.state, app.id, args.buildpacks))
    return { buildId: begin({ ...order, app: requireApp(kernel.state, app.id) }, () => {}).buildId }
  }

  async function cancel(args: CallArgs<'builds:cancel'>, context: CallContext): Promise<CallOutput<'builds:cancel'>> {
    const app = requireApp(kernel.state, args.app)
    const known = kernel.state.builds[args.buildId]
    if (known === undefined || known.appId !== app.id) throw new PlatformError('build-not-found', { build: args.buildId })
    const build = running.get(args.buildId)
    if (build === undefined || !build.isInterruptible()) throw new PlatformError('build-not-running', { build: args.buildId, status: known.status.kind })
    build.interrupt(new PlatformError('build-cancelled'), context.cause)
    await build.done
    return { seq: kernel.state.seq }
  }

  async function purge(args: CallArgs<'builds:cache:purge'>): Promise<CallOutput<'builds:cache:purge'>> {
    const app = requireApp(kernel.state, args.app)
    if (app.buildingId !== null) throw new PlatformError('app-busy-building', { app: app.name })
    await deps.host.purgeCache(app.id)
    return { seq: kernel.state.seq }
  }

  function read(buildId: BuildId): Reader<{ readonly text: string }> {
    const build = Object.hasOwn(kernel.state.builds, buildId) ? kernel.state.builds[buildId] : undefined
    if (build === undefined) throw new PlatformError('build-not-found', { build: buildId })
    return texts.reader(textId(build.appId, buildId))
  }

  /** Builds that an engine which did not stop properly left behind: their folders and processes are gone. */
  function start(): void {
    const error = new PlatformError('build-interrupted')
    const left = Object.values(kernel.state.builds).filter((build) => build.status.kind === 'pending' && !running.has(build.id))
    const drafts = left.map(({ id, appId }): EventDraft => ({ type: 'build.failed', app: appId, data: { buildId: id, code: error.code, message: error.message, help: error.help } }))
    if (drafts.length > 0) kernel.commit(engineStopped, drafts)
  }

  async function stop(): Promise<void> {
    const open = [...running.values()].filter((build) => build.isInterruptible())
    for (const build of open) build.interrupt(new PlatformError('build-interrupted'), engineStopped)
    await Promise.all(open.map((build) => build.done))
    await Promise.all(cleanings)
    texts.stop()
  }

  keepShelf(kernel, deps.host, deps.onTrouble)

  // The number of a release is known long before its release command has ended.
  kernel.on('release.created', (event) => {
    if (event.data.buildId !== null) running.get(event.data.buildId)?.released(event.data.version)
  })

  return {
    calls: {
      'builds:create': create,
      'builds:cancel': cancel,
      'builds:cache:purge': purge,
      'samples:list': () => ({ samples: deps.samples.filter(({ isExhibit }) => isExhibit !== true).map(({ id, title, language, blurb, badTwinOf, addOns }) => ({ id, title, language, blurb, badTwinOf, ...(addOns === undefined ? {} : { addOns }) })) }),
    },
    streams: { build: ({ buildId }) => read(buildId) },
    start,
    stop,
    pushHandler: createPushHandler(kernel, begin, deps.wordsOnBranch),
    begin: (order) => begin(order, () => {}),
  }
}

/** The app's id comes first, so that the text leaves with the app. */
const textId = (appId: string, buildId: BuildId): string => `${appId}.${buildId}`

const engineStopped: Cause = { kind: 'platform', text: 'the engine stopped' }
