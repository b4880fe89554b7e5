// The meter. Folds the journal into usage, and answers what things cost: this month as it goes, any month as an invoice, a release, an
// outage. Heroku's usage page is a day behind; this one is a reader of the same journal as everything else.

import { isMonth, type MonthSpan } from '../../../shared/billing/months.ts'
import { addOnPrice, readPriceBook } from '../../../shared/billing/price-book.ts'
import { everything } from '../../../shared/domain/billing.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { RequestReport } from '../../../shared/domain/route.ts'
import type { CallArgs, CallName, CallOutput } from '../../../shared/protocol/calls.ts'
import type { Cause, EventType, PlatformEvent } from '../../../shared/protocol/events.ts'
import type { StreamItem } from '../../../shared/protocol/streams.ts'
import { createChannel } from '../journal/channel.ts'
import type { Kernel } from '../journal/kernel.ts'
import type { CallContext, Reader, Room } from '../journal/room.ts'
import { requireApp } from '../platform/require-app.ts'
import { sizeOfEra } from '../platform/scale.ts'
import type { Cancel } from '../ports/clock.ts'
import { billOf, costBetween, runningBill } from './bill.ts'
import { watchBudgets } from './budgets.ts'
import { keptUsage, usageFrom } from './kept-usage.ts'
import { watchOutages } from './outages.ts'
import { watchPools } from './pools.ts'
import { foldUsage, recordsIn, runningRecords, timeOf } from './usage.ts'
import { billIf } from './what-if.ts'

export type BillingDeps = {
  /** The text of the book that Dynarium comes with. */
  readonly priceBook: string | null
  requests(appId: string, from: number): { readonly requests: number; readonly failed: number }
  scaleAway(appName: string, types: readonly string[], cause: Cause): Promise<void>
  /** `service:plan` of what somebody names when creating an add-on; null: there is no such thing. */
  addOnPlan(service: string): string | null
  onTrouble(error: unknown): void
}

export type BillingRoom = Room & {
  requests(reports: readonly RequestReport[]): void
  /** Throws PlatformError when a budget forbids it. */
  refuse(name: CallName, args: unknown): void
}

const readChunk = 10_000
/** So many events are read in one go at the start; of more, a chunk a turn. */
const readAtOnce = 50_000
const hourMs = 3_600_000
const watchMs = 5000
const pauseMs = 200
/** What the meter's readers hear of at once. */
const moneyEvents: ReadonlySet<EventType> = new Set(['dyno.created', 'dyno.stopping', 'dyno.removed', 'dyno.idled', 'app.created', 'app.renamed', 'app.destroyed', 'era.changed', 'prices.changed', 'pace.changed', 'pool.emptied', 'pool.renewed', 'addon.provisioned', 'addon.planChanged', 'addon.deprovisioning', 'addon.destroyed'])

export function createBillingRoom(kernel: Kernel, deps: BillingDeps): BillingRoom {
  const { clock, state } = kernel
  const usage = usageFrom(kernel.keep('usage', () => keptUsage(usage)))
  const pools = watchPools(kernel, usage)
  const budgets = watchBudgets(kernel, usage, { planNamed: deps.addOnPlan, scaleAway: (app, types, cause) => void deps.scaleAway(app, types, cause).catch(deps.onTrouble) })
  const outages = watchOutages(kernel, (appId, from, to) => (usage.book === null ? null : { micros: formationCost(appId, from, to), currency: usage.book.currency }))
  const watchers = new Set<{ push(item: StreamItem<'bill'>): void; end(): void }>()
  let caughtUp: Promise<void> | null = null
  let cancelTick: Cancel | null = null
  let cancelReading: Cancel | null = null
  let cancelPause: Cancel | null = null
  let isNews = false
  let isOver = false

  function start(): void {
    caughtUp = catchUp(0).then(begin)
    caughtUp.catch(deps.onTrouble)
  }

  /** Of a long journal that no snapshot has: without keeping everything else waiting. */
  async function catchUp(read: number): Promise<void> {
    for (let count = read; ; count += readChunk) {
      const events = kernel.journal.read(usage.seq, readChunk)
      for (const event of events) foldUsage(usage, event)
      if (events.length < readChunk) return
      if (count + readChunk >= readAtOnce) await new Promise<void>((go) => void clock.after(0, go))
    }
  }

  function begin(): void {
    if (isOver) return
    kernel.listen(heard)
    putStandardInForce()
    outages.closeOld()
    // What was committed since the last chunk was read, and before this began to listen.
    for (const event of kernel.journal.read(usage.seq, readChunk)) foldUsage(usage, event)
    look()
  }

  function heard(events: readonly PlatformEvent[]): void {
    let isMoney = false
    for (const event of events) {
      if (event.seq <= usage.seq) continue
      foldUsage(usage, event)
      isMoney ||= moneyEvents.has(event.type)
    }
    if (!isMoney) return
    look()
    tell()
  }

  function look(): void {
    pools.look()
    budgets.look()
    if (cancelReading === null && runningRecords(usage).length > 0) cancelReading = clock.after(hourMs, readMeter)
  }

  function readMeter(): void {
    cancelReading = null
    if (usage.book === null || runningRecords(usage).length === 0) return
    kernel.commit({ kind: 'platform', text: 'an hour went by' }, [{ type: 'meter.read', app: null, data: {} }])
    cancelReading = clock.after(hourMs, readMeter)
  }

  function putStandardInForce(): void {
    const { prices } = state
    if (deps.priceBook === null || (prices !== null && (!prices.isStandard || prices.text === deps.priceBook))) return
    commitBook({ kind: 'platform', text: 'the price book that Dynarium comes with' }, deps.priceBook, true)
  }

  function commitBook(cause: Cause, text: string, isStandard: boolean): void {
    const { value, problems: [problem] } = readPriceBook(text)
    if (value === null) throw new PlatformError('prices-invalid', { line: problem?.line ?? 1, column: problem?.column ?? 1, why: problem?.message ?? '' })
    kernel.commit(cause, [{ type: 'prices.changed', app: null, data: { book: value, text, isStandard } }])
  }

  function usePrices({ text }: CallArgs<'prices:use'>, { cause }: CallContext): { seq: number } {
    const wanted = text ?? deps.priceBook
    if (wanted === null) throw new PlatformError('prices-missing', {})
    commitBook(cause, wanted, wanted === deps.priceBook)
    return { seq: state.seq }
  }

  function spanOf(month: string | undefined): MonthSpan {
    const now = usage.calendar.at(timeOf(usage, clock))
    if (month === undefined) return now
    const first = usage.calendar.at(usage.firstAt ?? timeOf(usage, clock))
    const span = isMonth(month) ? usage.calendar.named(month) : null
    if (span === null || span.from < first.from || span.from > now.from) throw new PlatformError('month-unknown', { month, first: first.month })
    return span
  }

  function priced<T>(value: T | null): T {
    if (value === null) throw new PlatformError('prices-missing', {})
    return value
  }

  async function show({ month, app }: CallArgs<'bill:show'>): Promise<CallOutput<'bill:show'>> {
    await caughtUp
    const now = timeOf(usage, clock)
    const months = usage.firstAt === null ? [] : usage.calendar.between(usage.firstAt, now + 1).map((span) => span.month)
    return { bill: priced(billOf(usage, spanOf(month), now, app === undefined ? null : requireApp(state, app).id)), months }
  }

  async function whatIf({ month, app, type, size, quantity, plan }: CallArgs<'bill:what-if'>): Promise<CallOutput<'bill:what-if'>> {
    await caughtUp
    const { id } = requireApp(state, app)
    const span = spanOf(month)
    const wanted = size === undefined ? undefined : sizeOfEra(state.era, size).name
    if (plan !== undefined) checkPlan(type, plan)
    const now = timeOf(usage, clock)
    return { was: priced(billOf(usage, span, now, id)), would: priced(billIf(usage, span, now, { appId: id, type, size: wanted, quantity, plan })) }
  }

  function checkPlan(service: string, plan: string): void {
    const book = priced(usage.book)
    if (addOnPrice(book, usage.era, `${service}:${plan}`) !== null) return
    const known = Object.keys(book.eras[usage.era].addons).filter((one) => one.startsWith(`${service}:`)).map((one) => one.slice(service.length + 1))
    throw new PlatformError('addon-plan-unknown', { service, plan, known: known.join(', ') || 'none that has a price' })
  }

  /** What each release has cost, with its release command and one-off dynos. */
  async function releases({ app }: CallArgs<'bill:releases'>): Promise<CallOutput<'bill:releases'>> {
    await caughtUp
    const { id } = requireApp(state, app)
    const now = timeOf(usage, clock)
    const from = usage.firstAt ?? now
    const versions = [...new Set(recordsIn(usage, from, now + 1, now).filter(({ appId, kind }) => appId === id && kind !== 'addon').map(({ version }) => version))].sort((a, b) => b - a)
    return { releases: versions.map((version) => ({ version, micros: costBetween(usage, from, now, now, (record) => record.appId === id && record.kind !== 'addon' && record.version === version) })) }
  }

  async function outageCosts({ app }: CallArgs<'bill:outages'>): Promise<CallOutput<'bill:outages'>> {
    await caughtUp
    const now = timeOf(usage, clock)
    const id = app === undefined ? null : requireApp(state, app).id
    const meant = state.outages.filter(({ appId }) => id === null || appId === id)
    return {
      outages: [...meant].reverse().map((outage) => ({
        outage, app: usage.names.get(outage.appId) ?? outage.appId,
        micros: formationCost(outage.appId, outage.startedAt, outage.endedAt ?? now),
      })),
    }
  }

  const formationCost = (appId: string, from: number, to: number): number => costBetween(usage, from, to, timeOf(usage, clock), (record) => record.appId === appId && record.kind === 'formation')

  function setBudget({ app, micros, action }: CallArgs<'budgets:set'>, { cause }: CallContext): { seq: number } {
    const id = app === undefined ? null : requireApp(state, app).id
    kernel.commit(cause, [{ type: 'budget.set', app: id, data: { scope: id ?? everything, micros, currency: usage.book?.currency ?? 'USD', action } }])
    budgets.look()
    return { seq: state.seq }
  }

  function removeBudget({ app }: CallArgs<'budgets:remove'>, { cause }: CallContext): { seq: number } {
    const id = app === undefined ? null : requireApp(state, app).id
    const scope = id ?? everything
    if (state.budgets[scope] === undefined) throw new PlatformError('budget-not-found', { scope: app ?? everything })
    kernel.commit(cause, [{ type: 'budget.removed', app: id, data: { scope } }])
    return { seq: state.seq }
  }

  function open(): Reader<StreamItem<'bill'>> {
    const channel = createChannel<StreamItem<'bill'>>({
      bound: 1, merge: (_, newer) => newer,
      onClose: () => {
        watchers.delete(watcher)
        if (watchers.size === 0) rest()
      },
    })
    const watcher = { push: channel.push, end: channel.end }
    watchers.add(watcher)
    void (caughtUp ?? Promise.resolve()).then(() => watcher.push(item()))
    cancelTick ??= clock.after(watchMs * state.pace, tick)
    return channel.reader
  }

  function item(): StreamItem<'bill'> {
    const now = timeOf(usage, clock)
    const bill = runningBill(usage, now)
    const hours: Record<string, { requests: number; failed: number; micros: number }> = {}
    const from = Math.max(now - hourMs, state.session?.startedAt ?? now)
    for (const appId of new Set(bill?.types.map((type) => type.appId) ?? [])) {
      hours[appId] = { ...deps.requests(appId, from), micros: costBetween(usage, from, now, now, (record) => record.appId === appId && record.kind === 'formation' && record.type === 'web') }
    }
    return { at: now, bill, hours }
  }

  /** At once, and not again before a moment has passed, however much happens. */
  function tell(): void {
    if (watchers.size === 0 || cancelPause !== null) {
      isNews = true
      return
    }
    isNews = false
    const news = item()
    for (const watcher of watchers) watcher.push(news)
    cancelPause = clock.after(pauseMs * state.pace, () => {
      cancelPause = null
      if (isNews) tell()
    })
  }

  function tick(): void {
    tell()
    cancelTick = clock.after(watchMs * state.pace, tick)
  }

  function rest(): void {
    cancelTick?.()
    cancelTick = null
  }

  function stop(): void {
    isOver = true
    rest()
    cancelPause?.()
    cancelReading?.()
    pools.stop()
    budgets.stop()
    outages.stop()
    for (const watcher of watchers) watcher.end()
  }

  return {
    start, stop, requests: outages.requests, refuse: budgets.refuse,
    calls: {
      'prices:check': ({ text }) => ({ problems: [...readPriceBook(text).problems] }),
      'prices:use': usePrices, 'bill:show': show, 'bill:what-if': whatIf, 'bill:releases': releases, 'bill:outages': outageCosts, 'budgets:set': setBudget, 'budgets:remove': removeBudget,
    },
    streams: { bill: open },
  }
}
