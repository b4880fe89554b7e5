// The autoscaler: looks at each app that has it on, asks its policy how many web dynos are wanted, and steps there. Every step is told
// before it is made, with its reason and the readings; the scaling that follows names it as its cause. Heroku scales by p95 only, and
// turns it off when web is scaled by hand; so does this. Threshold alerts are looked after by the same looks.

import type { App, AppId } from '../../../shared/domain/app.ts'
import type { AppLoad } from '../../../shared/domain/traffic.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { AutoscaleLook } from '../../../shared/protocol/autoscale.ts'
import type { Cause, EventData, EventType } from '../../../shared/protocol/events.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { Room } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import { decideScale } from '../platform/scale.ts'
import type { Cancel } from '../ports/clock.ts'
import { alertMinutes, alertNews } from './alerts.ts'
import { autoscaleLimits, minutesOfData, minutesOfDay, minutesOfTurn, type AutoscaleLimits } from './limits.ts'
import { observe, seenIn, webUp, type Readings } from './observe.ts'
import { wishOf } from './policies/index.ts'
import type { Observed, Wish } from './policies/policy.ts'
import { decideAlert, decideDisable, decideEnable, isSizeUnfit, turnedOff } from './settings.ts'
import { steer, wantsFewer } from './steer.ts'
import { createStepRecord, type StepRecord } from './step-record.ts'

export type AutoscaleRoom = Room & {
  loads(loads: readonly AppLoad[]): void
}

type AutoscaleDeps = {
  /** What the metrics keep of an app since a moment. */
  readonly readings: (appId: AppId, since: number) => Readings
  /** Throws PlatformError when a person could not scale web to that either. */
  readonly check?: (appId: AppId, quantity: number) => void
  readonly limits?: Partial<AutoscaleLimits>
}

type Watch = { readonly up: StepRecord; inFlight: StepRecord | null; quantity: number; lowerSince: number | null; keptAt: number; look: AutoscaleLook['look'] }
type Decision = EventData<'autoscale.decided'>

const dynoTurns = ['dyno.up', 'dyno.stopping', 'dyno.exited', 'dyno.crashed', 'dyno.removed', 'dyno.idled'] as const satisfies readonly EventType[]

export function createAutoscaleRoom(kernel: Kernel, deps: AutoscaleDeps): AutoscaleRoom {
  const { state } = kernel
  const { minuteMs, lookMs } = { ...autoscaleLimits, ...deps.limits }
  const watches = new Map<AppId, Watch>()
  /** Decisions whose scaling has not been heard of yet. */
  const ownSteps = new Set<number>()
  let cancelLook: Cancel | null = null
  let isStopped = false

  for (const type of dynoTurns) kernel.on(type, (event) => event.app !== null && state.apps[event.app] !== undefined && watchOf(event.app).up.set(kernel.clock.now(), webUp(state, event.app)))
  kernel.on('app.destroyed', (event) => void watches.delete(event.app ?? ''))
  kernel.on('autoscale.changed', arm)
  kernel.on('alert.changed', arm)
  kernel.on('formation.changed', (event) => {
    const app = event.app === null ? undefined : state.apps[event.app]
    const web = event.data.changes['web']
    if (app !== undefined && web !== undefined) scaled(app, web.quantity, event)
  })

  function watchOf(appId: AppId): Watch {
    const known = watches.get(appId)
    if (known !== undefined) return known
    const up = createStepRecord(minutesOfData * minuteMs)
    up.set(kernel.clock.now(), webUp(state, appId))
    const fresh: Watch = { up, inFlight: null, quantity: quantityOf(appId), lowerSince: null, keptAt: -Infinity, look: null }
    watches.set(appId, fresh)
    return fresh
  }

  const quantityOf = (appId: AppId): number => state.apps[appId]?.formation['web']?.quantity ?? 0

  /** By hand it is a wish of its own, which nobody may take back; another size leaves it on where it is offered. */
  function scaled(app: App, quantity: number, event: { readonly seq: number; readonly causedBy: Cause }): void {
    const watch = watchOf(app.id)
    const isOther = watch.quantity !== quantity
    watch.quantity = quantity
    const isOwn = event.causedBy.kind === 'event' && ownSteps.delete(event.causedBy.seq)
    if (app.autoscale?.isOn !== true) return
    if (isOther && !isOwn) kernel.commit(because(event), turnedOff(app, 'scaled-by-hand'))
    else if (isSizeUnfit(app)) kernel.commit(because(event), turnedOff(app, 'size'))
  }

  function arm(): void {
    if (cancelLook !== null || isStopped || !Object.values(state.apps).some(needsLooks)) return
    cancelLook = kernel.clock.after(Math.min(lookMs, minuteMs), () => {
      cancelLook = null
      try {
        for (const app of Object.values(state.apps)) if (needsLooks(app)) look(app)
      } finally {
        arm()
      }
    })
  }

  function look(app: App): void {
    const isOn = app.autoscale?.isOn === true
    const observed = observedOf(app.id, isOn ? minutesOfData : alertMinutes)
    if (isOn) steerApp(app, observed)
    for (const { cause, draft } of alertNews(app, observed.minutes, kernel.clock.now(), minuteMs)) kernel.commit(cause, [draft])
  }

  function observedOf(appId: AppId, minutes: number): Observed {
    const watch = watchOf(appId)
    const now = kernel.clock.now()
    return observe({ state, appId, readings: deps.readings(appId, now - (minutes + 1) * minuteMs), up: watch.up, inFlight: watch.inFlight, now, minuteMs, minutes })
  }

  function steerApp(app: App, observed: Observed): void {
    const setting = app.autoscale
    // Scaled to none by hand, and not heard of yet.
    if (setting === undefined || observed.quantity === 0) return
    const watch = watchOf(app.id)
    const now = kernel.clock.now()
    const wish = wishOf(setting.policy, observed, setting, now)
    if (!wantsFewer(wish, observed.quantity, setting.min)) watch.lowerSince = null
    else watch.lowerSince ??= now
    const move = steer({ wish, quantity: observed.quantity, min: setting.min, max: setting.max, now, lastAt: setting.lastStep?.at ?? null, lowerSince: watch.lowerSince, downAfterMs: setting.downAfterMinutes * minuteMs, minuteMs })
    watch.look = {
      at: now, quantity: observed.quantity, wanted: wish.count, reason: wish.reason, seen: seenIn(observed),
      waits: move.kind === 'wait' ? move.why : null, until: move.kind === 'wait' ? move.until : null, hindrance: move.kind === 'rest' ? move.hindrance : setting.hindrance === 'refused' ? 'refused' : 'none',
    }
    if (move.kind === 'step') step(app, observed, wish, move)
    else if (move.kind === 'rest') keep(app, observed, wish, move.hindrance)
  }

  /** The decision first, then what it does. A formation that may not be is told as such, once. */
  function step(app: App, observed: Observed, wish: Wish, { to, act }: Pick<Decision, 'to' | 'act'>): void {
    try {
      deps.check?.(app.id, to)
      const drafts = decideScale(state, app.id, [{ type: 'web', quantity: to }])
      const isTurn = act !== 'pulled' && isTurnOf(app, observed.quantity, to)
      const [decided] = kernel.commit(causeOf(app), [{ type: 'autoscale.decided', app: app.id, data: { ...decision(observed, wish, to), act, hindrance: 'none', nextAt: kernel.clock.now() + minuteMs, isTurn } }])
      if (decided === undefined) return
      ownSteps.add(decided.seq)
      kernel.commit(because(decided), drafts)
      watchOf(app.id).lowerSince = null
    } catch (error) {
      if (!(error instanceof PlatformError) || error.code === 'journal-halted') throw error
      keep(app, observed, { ...wish, reason: `${wish.reason}. ${error.message}` }, 'refused')
    }
  }

  /** Told when it is another than before, once a minute at most; that max is reached once a day at most. */
  function keep(app: App, observed: Observed, wish: Wish, hindrance: Decision['hindrance']): void {
    const { autoscale } = app
    if (autoscale === undefined || autoscale.hindrance === hindrance) return
    const now = kernel.clock.now()
    if (hindrance === 'max' && autoscale.maxToldAt !== null && now - autoscale.maxToldAt < minutesOfDay * minuteMs) return
    if (now - watchOf(app.id).keptAt < minuteMs) return
    watchOf(app.id).keptAt = now
    const nextAt = Math.max(now, (autoscale.lastStep?.at ?? 0) + minuteMs)
    kernel.commit(causeOf(app), [{ type: 'autoscale.decided', app: app.id, data: { ...decision(observed, wish, observed.quantity), act: 'kept', hindrance, nextAt, isTurn: false } }])
  }

  function isTurnOf({ autoscale }: App, from: number, to: number): boolean {
    const last = autoscale?.lastStep ?? null
    return last !== null && kernel.clock.now() - last.at <= minutesOfTurn * minuteMs && (last.to - last.from) * (to - from) < 0
  }

  const decision = (observed: Observed, { count, reason }: Wish, to: number) => ({ from: observed.quantity, to, wanted: count, reason, seen: seenIn(observed) })
  const causeOf = (app: App): Cause => ({ kind: 'event', seq: app.autoscale?.seq ?? 0 })

  /** Into the limits at once, however far it is. */
  function pull(appId: AppId): void {
    const app = state.apps[appId]
    if (app?.autoscale?.isOn !== true) return
    const { min, max } = app.autoscale
    const observed = observedOf(appId, 1)
    const to = Math.max(min, Math.min(max, observed.quantity))
    if (to !== observed.quantity) step(app, observed, { count: to, reason: `${observed.quantity} is ${observed.quantity < min ? `fewer than min ${min}` : `more than max ${max}`}` }, { to, act: 'pulled' })
  }

  function loads(changed: readonly AppLoad[]): void {
    for (const { appId, inFlight } of changed) {
      if (state.apps[appId] === undefined) continue
      const watch = watchOf(appId)
      watch.inFlight ??= createStepRecord(2 * minuteMs)
      watch.inFlight.set(kernel.clock.now(), inFlight)
    }
  }

  return {
    loads,
    calls: {
      'ps:autoscale:enable': (args, { cause }) => {
        kernel.commit(cause, decideEnable(state, args))
        const { id } = requireApp(state, args.app)
        watchOf(id).lowerSince = null
        pull(id)
        return { seq: state.seq }
      },
      'ps:autoscale:disable': (args, { cause }) => {
        kernel.commit(cause, decideDisable(state, args.app))
        return { seq: state.seq }
      },
      'ps:autoscale:info': (args) => {
        const app = requireApp(state, args.app)
        const isOn = app.autoscale?.isOn === true
        return { isOn, look: isOn ? (watches.get(app.id)?.look ?? null) : null }
      },
      'alerts:set': (args, { cause }) => {
        kernel.commit(cause, decideAlert(state, args))
        return { seq: state.seq }
      },
    },
    start: () => {
      for (const appId of Object.keys(state.apps)) watchOf(appId)
      arm()
    },
    stop: () => {
      isStopped = true
      cancelLook?.()
    },
  }
}

const needsLooks = ({ autoscale, alerts }: App): boolean => autoscale?.isOn === true || Object.keys(alerts ?? {}).length > 0
