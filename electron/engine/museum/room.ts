// The museum of error codes: the calls `codes:list`, `codes:cause` and `codes:fix`. Every code is caused for real, on an app of its own
// (`museum-h12`), as the person who asked; what it answers with is the line that stands in that app's log.

import type { AppId } from '../../../shared/domain/app.ts'
import type { LogDraft } from '../../../shared/domain/log.ts'
import type { RuntimeKind } from '../../../shared/domain/runtime.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { CallArgs, CallInput, CallName, CallOutput } from '../../../shared/protocol/calls.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { CallContext, Reader, Room } from '../journal/room.ts'
import type { TrafficSource } from '../ports/traffic-source.ts'
import { createLineWatch } from './line-watch.ts'
import { seenOf } from './seen.ts'
import { museumPages, recipes, whyNot, type Here } from './pages.ts'
import { bootMs, webIsUp, type Recipe, type Stage } from './recipe.ts'

export type MuseumDeps = {
  readonly runtime: RuntimeKind
  /** As that person; rejects with PlatformError. */
  call(name: CallName, input: unknown, by: string): Promise<unknown>
  openRun(dynoId: string): Reader<unknown>
  readonly traffic: Pick<TrafficSource, 'visit' | 'misbehave'>
  hostOf(appName: string): string
}

export type MuseumRoom = Room & {
  /** Every line that is written to a log. */
  lines(drafts: readonly LogDraft[]): void
}

const sample = 'museum'
const buildMs = 120_000
/** A line may come so long after its cause was through: reports travel in batches, memory is looked at every 20 seconds. */
const lineMs = 100_000
const faultSeconds = 600
const lookMs = 50
const fixTries = 15
const fixPauseMs = 1000
const terminalMs = 1000

export function createMuseumRoom(kernel: Kernel, deps: MuseumDeps): MuseumRoom {
  const watch = createLineWatch()
  const busy = new Set<string>()
  /** Leases of the faults that recipes started, by code. */
  const leases = new Map<string, string[]>()

  const here = (): Here => ({ era: kernel.state.era, isSimulated: deps.runtime === 'simulated' })

  async function cause({ code }: CallArgs<'codes:cause'>, { by }: CallContext): Promise<CallOutput<'codes:cause'>> {
    const recipe = required(code)
    const no = whyNot(code, here())
    if (no !== null) throw new PlatformError('code-not-caused', { code, why: no })
    return alone(code, async () => {
      const startedAt = kernel.clock.now()
      const steps: string[] = []
      const appId = await exhibit(recipe, by, steps)
      const stage = createStage(recipe, appId, by, steps)
      const line = watch.next(appId, code)
      try {
        await recipe.run(stage)
        await stage.until(`a line with ${code}`, lineMs, () => line.text() !== null)
      } finally {
        line.stop()
      }
      const text = line.text() ?? ''
      const status = / status=(\d{3})/.exec(text)
      return { app: stage.app, line: text, status: status === null ? null : Number(status[1]), seconds: Math.round((kernel.clock.now() - startedAt) / 1000), steps }
    })
  }

  async function fix({ code }: CallArgs<'codes:fix'>, { by }: CallContext): Promise<CallOutput<'codes:fix'>> {
    const recipe = required(code)
    const app = Object.values(kernel.state.apps).find(({ name }) => name === appName(code))
    if (app === undefined) throw new PlatformError('code-not-caused', { code, why: 'it was not caused yet' })
    return alone(code, async () => {
      const stage = createStage(recipe, app.id, by, [])
      for (const leaseId of leases.get(code) ?? []) await deps.call('faults:stop', { leaseId }, by).catch(() => null)
      leases.delete(code)
      await recipe.mend?.(stage)
      if (recipe.isBlank === true) await build(stage)
      await stage.until('a web dyno is up', bootMs, () => webIsUp(stage))
      let answer = await stage.visit('/')
      // What piled up has to drain first, and a quarantine to pass.
      for (let tries = 1; answer.status !== 200 && tries < fixTries; tries++) {
        await pause(fixPauseMs)
        answer = await stage.visit('/')
      }
      return { isFixed: answer.status === 200, found: answer.status === null ? (answer.problem ?? 'No answer came.') : `GET / answered ${answer.status} after ${Math.round(answer.totalMs)} ms.` }
    })
  }

  /** One doing at a time for each code. */
  async function alone<T>(code: string, act: () => Promise<T>): Promise<T> {
    if (busy.has(code)) throw new PlatformError('code-busy', { code })
    busy.add(code)
    try {
      return await act()
    } finally {
      busy.delete(code)
    }
  }

  /** The code's own app, deployed and up unless it is to be blank. */
  async function exhibit(recipe: Recipe, by: string, steps: string[]): Promise<AppId> {
    const name = appName(recipe.code)
    let app = Object.values(kernel.state.apps).find((known) => known.name === name)
    if (app !== undefined && recipe.isBlank === true) {
      await deps.call('apps:destroy', { app: name, confirm: name }, by)
      app = undefined
    }
    if (app === undefined) await deps.call('apps:create', { name }, by)
    const appId = Object.values(kernel.state.apps).find((known) => known.name === name)?.id ?? ''
    const stage = createStage(recipe, appId, by, steps)
    if (recipe.isBlank === true) return appId
    if (kernel.state.apps[appId]?.currentVersion === 0 || !hasSlug(appId)) await build(stage)
    await recipe.mend?.(stage)
    await stage.until('its web dyno is up', bootMs, () => webIsUp(stage))
    return appId
  }

  const hasSlug = (appId: AppId): boolean => (kernel.state.releases[appId] ?? []).some(({ slugId, status }) => slugId !== null && status.kind === 'succeeded')

  async function build(stage: Stage): Promise<void> {
    const { buildId } = await stage.call('builds:create', { app: stage.app, source: { kind: 'sample', sample } })
    await stage.until('the museum is built', buildMs, () => kernel.state.builds[buildId]?.status.kind !== 'pending')
    await stage.until('its web dyno is up', bootMs, () => webIsUp(stage))
  }

  function createStage(recipe: Recipe, appId: AppId, by: string, steps: string[]): Stage {
    const app = appName(recipe.code)
    const call = <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => {
      steps.push(name)
      return deps.call(name, input, by) as Promise<CallOutput<N>>
    }
    return {
      app, appId, state: kernel.state, call,
      visit: (path, host) => {
        steps.push(`GET ${path}`)
        return deps.traffic.visit(host ?? deps.hostOf(app), path)
      },
      misbehave: (manner) => deps.traffic.misbehave(deps.hostOf(app), manner),
      pause,
      until: (what, ms, isSo) => until(appId, what, ms, isSo),
      glance: (dynoId) => {
        const reader = deps.openRun(dynoId)
        kernel.clock.after(terminalMs, () => reader.close())
      },
      fault: async (kind, params = {}, target = 'web') => {
        const { leaseId } = await call('faults:start', { kind, params, seconds: faultSeconds, target: target === 'router' ? { kind: 'router' } : { kind: 'type', app, type: 'web' } })
        leases.set(recipe.code, [...(leases.get(recipe.code) ?? []), leaseId])
      },
    }
  }

  const pause = (ms: number): Promise<void> => new Promise((passed) => void kernel.clock.after(ms, passed))

  async function until(appId: AppId, what: string, ms: number, isSo: () => boolean): Promise<void> {
    const end = kernel.clock.now() + ms
    while (!isSo()) {
      if (kernel.clock.now() >= end) throw new PlatformError('code-not-seen', { what, seconds: Math.round(ms / 1000), seen: seenOf(kernel.state, appId) })
      await pause(lookMs)
    }
  }

  return {
    lines: watch.lines,
    calls: { 'codes:list': () => ({ codes: museumPages(here()) }), 'codes:cause': cause, 'codes:fix': fix },
  }
}

function required(code: string): Recipe {
  const recipe = recipes.get(code)
  if (recipe === undefined) throw new PlatformError('code-not-caused', { code, why: 'no button causes it; its page says why' })
  return recipe
}

const appName = (code: string): string => `museum-${code.toLowerCase()}`
