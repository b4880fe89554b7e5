// Histories for the meter: a list of doings is turned into the events the platform would write, and beside them into the intervals
// that the rules of billing say. What the meter makes of the events is held against those.

import fc from 'fast-check'
import { addOnPrice, dynoPrice, readPriceBook, type PriceBook } from '../../../shared/billing/price-book.ts'
import type { Era } from '../../../shared/domain/dyno-sizes.ts'
import type { EventDraft, PlatformEvent } from '../../../shared/protocol/events.ts'

export function bookFrom(text: string): PriceBook {
  const { value, problems } = readPriceBook(text)
  if (value === null) throw new Error(JSON.stringify(problems))
  return value
}

export type Doing =
  | { readonly kind: 'start'; readonly place: number; readonly size: string }
  | { readonly kind: 'scale-away' | 'restart' | 'crash' | 'idle' | 'vanish'; readonly place: number }
  | { readonly kind: 'resize'; readonly place: number; readonly size: string }
  | { readonly kind: 'release' }
  | { readonly kind: 'run'; readonly size: string; readonly ms: number }
  | { readonly kind: 'era'; readonly era: Era }
  | { readonly kind: 'prices'; readonly factor: number }
  | { readonly kind: 'addon-makes' | 'addon-errs' | 'addon-replans'; readonly addOn: number; readonly plan: string; readonly ms: number }
  | { readonly kind: 'addon-goes'; readonly addOn: number; readonly ms: number }
  | { readonly kind: 'engine-stops' | 'engine-dies' }

/** `ms` pass, then it is done. */
export type Step = { readonly ms: number; readonly doing: Doing }
export type Interval = { readonly unit: string; readonly monthMicros: number; readonly pool: string | null; readonly from: number; readonly to: number }
export type History = { readonly events: readonly PlatformEvent[]; readonly intervals: readonly Interval[]; readonly end: number }

const places = ['web.1', 'web.2', 'worker.1', 'clock.1'] as const
const sizes = ['standard-1x', 'standard-2x', 'performance-l', 'basic', 'eco'] as const
/** The last costs nothing, and of the one before no price is known. */
const plans = ['heroku-postgresql:standard-0', 'heroku-postgresql:essential-0', 'nobody:knows', 'scheduler:standard'] as const
const day = 86_400_000

const size = fc.constantFrom(...sizes)
const place = fc.nat(places.length * 2 - 1)
const doing: fc.Arbitrary<Doing> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('start' as const), place, size }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('scale-away' as const, 'restart' as const, 'crash' as const, 'idle' as const, 'vanish' as const), place }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('resize' as const), place, size }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('run' as const), size, ms: fc.nat(day) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('addon-makes' as const, 'addon-errs' as const, 'addon-replans' as const), addOn: fc.nat(3), plan: fc.constantFrom(...plans), ms: fc.nat(day) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('addon-goes' as const), addOn: fc.nat(3), ms: fc.nat(day) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('era' as const), era: fc.constantFrom('classic' as const, 'current' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('prices' as const), factor: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('engine-stops' as const, 'engine-dies' as const) }) },
)
export const steps: fc.Arbitrary<Step[]> = fc.array(fc.record({ ms: fc.oneof(fc.constantFrom(0, 1, 999, 1000), fc.nat(40 * day)), doing }), { minLength: 1, maxLength: 40 })

type LiveAddOn = { readonly app: string; readonly id: string; readonly plan: string; readonly since: number }
type Live = { readonly app: string; readonly place: string; readonly dynoId: string; readonly size: string; readonly since: number; readonly isAsleep: boolean }

/** `book` with every price of dynos and add-ons times `factor`. */
export function dearer(book: PriceBook, factor: number): PriceBook {
  const more = <T extends { readonly month: number }>(prices: Readonly<Record<string, T>>): Record<string, T> => Object.fromEntries(Object.entries(prices).map(([name, price]) => [name, { ...price, month: price.month * factor }]))
  const times = (era: Era) => ({ ...book.eras[era], dynos: more(book.eras[era].dynos), addons: more(book.eras[era].addons) })
  return { ...book, eras: { classic: times('classic'), current: times('current') } }
}

export function historyOf(list: readonly Step[], start: number, book: PriceBook): History {
  const events: PlatformEvent[] = []
  const intervals: Interval[] = []
  const live = new Map<number, Live>()
  const addOns = new Map<number, LiveAddOn>()
  let at = start
  let prices = book
  let era: Era = 'current'
  let count = 0
  let version = 1

  const say = (draft: EventDraft): void => void events.push({ seq: events.length + 1, at, causedBy: { kind: 'platform', text: 'a test' }, ...draft } as PlatformEvent)
  const appOf = (index: number): string => (index < places.length ? 'one' : 'two')
  const created = (index: number, dynoSize: string): void => {
    const name = places[index % places.length] ?? 'web.1'
    const dynoId = `d${++count}`
    const [type = '', number = '1'] = name.split('.')
    say({ type: 'dyno.created', app: appOf(index), data: { dynoId, name, type, number: Number(number), kind: 'formation', size: dynoSize, version, command: 'x', runtime: 'simulated', crashes: 0 } })
    const before = live.get(index)
    live.set(index, { app: appOf(index), place: name, dynoId, size: dynoSize, since: before === undefined || before.isAsleep ? at : before.since, isAsleep: false })
  }
  const close = (one: Live, to: number): void => {
    const { monthMicros, pool } = dynoPrice(prices, era, one.size) ?? { monthMicros: 0, pool: null }
    if (!one.isAsleep && to > one.since) intervals.push({ unit: `${one.app} ${one.place} ${one.size}`, monthMicros, pool, from: one.since, to })
  }
  const closeAddOn = ({ app, id, plan, since }: LiveAddOn, to: number): void => {
    const price = addOnPrice(prices, era, plan)
    if (to > since) intervals.push({ unit: `${app} ${id} ${plan} ${price === null ? 'unknown' : ''}`, monthMicros: price ?? 0, pool: null, from: since, to })
  }
  const closeAll = (to: number, isOver: boolean): void => {
    for (const [index, one] of addOns) {
      closeAddOn(one, to)
      addOns.set(index, { ...one, since: to })
    }
    for (const [index, one] of live) {
      close(one, to)
      if (isOver) live.delete(index)
      else live.set(index, { ...one, since: to })
    }
  }
  const stopping = (one: Live, why: 'scale' | 'restart' | 'idle' | 'release'): void => say({ type: 'dyno.stopping', app: one.app, data: { dynoId: one.dynoId, why, graceMs: 30_000 } })
  const removed = (one: Live): void => say({ type: 'dyno.removed', app: one.app, data: { dynoId: one.dynoId } })

  const comesUp = (): void => {
    for (const [index, one] of addOns) addOns.set(index, { ...one, since: at })
    say({ type: 'platform.started', app: null, data: { session: 's', runtime: 'simulated', version: '1' } })
  }

  function act(what: Doing): void {
    const index = 'place' in what ? what.place : -1
    const one = live.get(index)
    switch (what.kind) {
      case 'start':
        if (one === undefined || one.isAsleep) {
          if (one !== undefined) removed(one)
          created(index, one?.size ?? what.size)
        }
        return
      case 'scale-away':
        if (one === undefined) return
        if (!one.isAsleep) stopping(one, 'scale')
        close(one, at)
        live.delete(index)
        // Its grace costs nothing.
        at += 20_000
        return removed(one)
      case 'vanish':
        if (one === undefined) return
        close(one, at)
        live.delete(index)
        return removed(one)
      case 'restart':
        if (one === undefined || one.isAsleep) return
        stopping(one, 'restart')
        at += 3
        created(index, one.size)
        at += 15_000
        return removed(one)
      case 'crash':
        if (one === undefined || one.isAsleep) return
        say({ type: 'dyno.exited', app: one.app, data: { dynoId: one.dynoId, exitStatus: 1, signal: null } })
        say({ type: 'dyno.crashed', app: one.app, data: { dynoId: one.dynoId, reason: 'exit', exitStatus: 1, signal: null, crashes: 1, restartAt: at } })
        at += 1_200_000
        removed(one)
        return created(index, one.size)
      case 'idle':
        if (one === undefined || one.isAsleep) return
        stopping(one, 'idle')
        close(one, at)
        live.set(index, { ...one, isAsleep: true })
        at += 500
        return say({ type: 'dyno.idled', app: one.app, data: { dynoId: one.dynoId } })
      case 'resize':
        if (one === undefined || one.isAsleep || one.size === what.size) return
        stopping(one, 'scale')
        close(one, at)
        live.delete(index)
        created(index, what.size)
        at += 700
        return removed(one)
      case 'release': {
        version += 1
        const awake = [...live].filter(([, { isAsleep }]) => !isAsleep)
        for (const [, before] of awake) stopping(before, 'release')
        for (const [each, before] of awake) created(each, before.size)
        at += 900
        for (const [, before] of awake) removed(before)
        return
      }
      case 'run': {
        const dynoId = `d${++count}`
        const from = at
        say({ type: 'dyno.created', app: 'one', data: { dynoId, name: 'run.1234', type: 'run', number: 1234, kind: 'run', size: what.size, version, command: 'x', runtime: 'simulated', crashes: 0 } })
        at += what.ms
        close({ app: 'one', place: dynoId, dynoId, size: what.size, since: from, isAsleep: false }, at)
        return say({ type: 'dyno.removed', app: 'one', data: { dynoId } })
      }
      case 'addon-makes':
      case 'addon-errs': {
        if (addOns.has(what.addOn)) return
        const [app, id, [service = '', plan = '']] = [what.addOn % 2 === 0 ? 'one' : 'two', `a${++count}`, what.plan.split(':')]
        say({ type: 'addon.created', app, data: { addOnId: id, name: id, service, plan, options: {}, by: 'you' } })
        at += what.ms
        if (what.kind === 'addon-errs') return say({ type: 'addon.errored', app, data: { addOnId: id, message: 'no' } })
        say({ type: 'addon.provisioned', app, data: { addOnId: id, config: {}, message: null } })
        return void addOns.set(what.addOn, { app, id, plan: what.plan, since: at })
      }
      case 'addon-replans': {
        const known = addOns.get(what.addOn)
        if (known === undefined || known.plan.split(':')[0] !== what.plan.split(':')[0] || known.plan === what.plan) return
        closeAddOn(known, at)
        say({ type: 'addon.planChanged', app: known.app, data: { addOnId: known.id, from: known.plan.split(':')[1] ?? '', to: what.plan.split(':')[1] ?? '', message: null } })
        return void addOns.set(what.addOn, { ...known, plan: what.plan, since: at })
      }
      case 'addon-goes': {
        const known = addOns.get(what.addOn)
        if (known === undefined) return
        closeAddOn(known, at)
        addOns.delete(what.addOn)
        say({ type: 'addon.deprovisioning', app: known.app, data: { addOnId: known.id } })
        // While it goes it costs nothing.
        at += what.ms
        return say({ type: 'addon.destroyed', app: known.app, data: { addOnId: known.id, name: known.id, message: null } })
      }
      case 'era':
        closeAll(at, false)
        era = what.era
        return say({ type: 'era.changed', app: null, data: { era } })
      case 'prices':
        closeAll(at, false)
        prices = dearer(book, what.factor)
        return say({ type: 'prices.changed', app: null, data: { book: prices, text: '', isStandard: false } })
      case 'engine-stops':
        closeAll(at, true)
        say({ type: 'platform.stopped', app: null, data: { session: 's' } })
        at += 7000
        return comesUp()
      case 'engine-dies': {
        const lastAt = events.at(-1)?.at ?? at
        const lost = [...live.values()].filter(({ isAsleep }) => !isAsleep)
        closeAll(lastAt, true)
        say({ type: 'platform.lost', app: null, data: { lastAt } })
        for (const before of lost) removed(before)
        return comesUp()
      }
    }
  }

  say({ type: 'app.created', app: 'one', data: { name: 'first', owner: 'you', stack: 'heroku-24' } })
  say({ type: 'app.created', app: 'two', data: { name: 'second', owner: 'you', stack: 'heroku-24' } })
  say({ type: 'prices.changed', app: null, data: { book, text: '', isStandard: true } })
  for (const { ms, doing: what } of list) {
    at += ms
    act(what)
  }
  at += 1
  closeAll(at, true)
  return { events, intervals, end: at }
}
