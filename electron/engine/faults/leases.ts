// Leases: every fault in force has an end. Its time, its owner's silence, its target's end, a person's key: whichever is first. Beginning is
// all or nothing; the event is on disk before anything is done, so that a killed engine knows at its next start what it had begun. Ours.

import { maxLeases, type BlastRadius, type FaultTarget, type Lease, type LeaseEnd } from '../../../shared/domain/fault.ts'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Cause } from '../../../shared/protocol/events.ts'
import { because, type Kernel } from '../journal/kernel.ts'
import type { Cancel } from '../ports/clock.ts'
import type { Relief } from '../ports/dyno-runtime.ts'
import { aimAt } from './aim.ts'
import type { Blame } from './blame.ts'
import type { Aim, Fault, Measure, ParamValues } from './fault.ts'
import type { Hand, Reach, Undo } from './hand.ts'
import { checkedParams } from './params.ts'
import { blastRadius } from './radius.ts'
import { watchTargets } from './target-watch.ts'

export type FaultWish = { readonly kind: string; readonly target: FaultTarget; readonly params?: ParamValues | undefined }

export type LeaseOrder = FaultWish & {
  readonly seconds: number
  readonly heartbeatMs?: number | undefined
  /** Dynos that may be touched at most. */
  readonly most?: number | undefined
  readonly owner: string
  readonly cause: Cause
  readonly experimentId?: string
}

export type Leases = {
  preview(wish: FaultWish): Promise<BlastRadius>
  /** Resolves when it is in force. Throws PlatformError, and then nothing of it is left. */
  begin(order: LeaseOrder): Promise<{ readonly seq: number; readonly leaseId: string }>
  /** Safe to repeat. Throws when there never was such a lease. */
  end(leaseId: string, why: LeaseEnd, cause: Cause): Promise<void>
  /** Answers how many there were. */
  endAll(why: LeaseEnd, cause: Cause): Promise<number>
  /** Those that changed a link of the TCP proxy. */
  endOnLinks(why: LeaseEnd, cause: Cause): Promise<void>
  /** Its owner was heard of. */
  beat(leaseId: string): void
}

export type Held = {
  readonly id: string
  readonly seq: number
  readonly fault: Fault
  readonly aim: Aim
  readonly measures: readonly Measure[]
  readonly params: ParamValues
  readonly heartbeatMs: number | null
  readonly owner: string
  readonly undos: Undo[]
  readonly timers: Set<Cancel>
  begun: Promise<void>
  ending: Promise<void> | null
  isOver: boolean
  forgetSilence: Cancel
}

export type LeaseDeps = {
  readonly hand: Hand
  readonly blame: Blame
  readonly wire: Reach['wire']
  readonly addOns: Pick<Reach['addOns'], 'of'>
  readonly machineMemoryBytes: number
  findFault(kind: string): Fault
  onTrouble(error: unknown): void
}

/** Dynos that start keep this machine busy: what needs it only for a moment goes before them, and no longer than this. */
const headStartMs = 300

/** Beginning and taking back are quick; what takes longer than this is told as residue. */
const patienceMs = 10_000

export function createLeases(kernel: Kernel, deps: LeaseDeps): Leases {
  const { state, clock } = kernel
  const holds = new Map<string, Held>()
  watchTargets(kernel, { holds, wire: deps.wire, gone: (held, cause) => quietly(conclude(held, 'target-gone', cause)), joined: (held, dyno) => quietly(join(held, { ...held.aim, dynos: [dyno], state })) })

  async function considered({ kind, target, params = {} }: FaultWish): Promise<{ fault: Fault; aim: Aim; values: ParamValues; radius: BlastRadius }> {
    const fault = deps.findFault(kind)
    const values = checkedParams(fault.facts, params)
    const aimed = await aimAt(state, deps.wire, fault.facts, target)
    const dynos = fault.touches(aimed.dynos, values, state)
    const servers = aimed.target.kind === 'addon' ? deps.addOns.of(aimed.target.addOn) : []
    const aim = { ...aimed, dynos, state, servers, machineMemoryBytes: deps.machineMemoryBytes }
    return { fault, aim, values, radius: blastRadius(state, aimed.target, aimed.appId, dynos) }
  }

  async function begin(order: LeaseOrder): Promise<{ seq: number; leaseId: string }> {
    const { fault, aim, values, radius } = await considered(order)
    if (order.most !== undefined && radius.dynoIds.length > order.most) throw new PlatformError('fault-too-wide', { fault: fault.facts.title, count: radius.dynoIds.length, most: order.most, radius: radius.sentence })
    if (Object.keys(state.leases).length >= maxLeases) throw new PlatformError('leases-too-many', { count: maxLeases })
    const measures = fault.plan(aim, values)
    const held = open(order, fault, aim, values, measures)
    try {
      await held.begun
    } catch (error) {
      await conclude(held, 'failed', because(held))
      throw new PlatformError('fault-failed', { fault: fault.facts.title, why: error instanceof Error ? error.message : String(error) })
    }
    if (fault.facts.isMomentary) await conclude(held, 'done', because(held))
    return { seq: state.seq, leaseId: held.id }
  }

  function open(order: LeaseOrder, fault: Fault, aim: Aim, values: ParamValues, measures: readonly Measure[]): Held {
    const { kind, title, layer, isMomentary } = fault.facts
    const id = kernel.ids.next()
    const heartbeatMs = isMomentary ? null : (order.heartbeatMs ?? null)
    const lastsMs = isMomentary ? 0 : order.seconds * 1000
    const [event] = kernel.commit(order.cause, [{
      type: 'fault.started', app: aim.appId,
      data: {
        leaseId: id, kind, title, layer, target: aim.target, dynoIds: aim.dynos.map((dyno) => dyno.id), params: { ...values, ...fault.note(aim) }, expiresAt: clock.now() + lastsMs,
        owner: order.owner, heartbeatMs, experimentId: order.experimentId ?? null, changed: measures.map(({ changed }) => changed),
      },
    }])
    if (event === undefined) throw new Error('a fault was not committed')
    const held: Held = {
      id, seq: event.seq, fault, aim, measures, params: values, heartbeatMs, owner: order.owner, undos: [], timers: new Set(), begun: Promise.resolve(), ending: null, isOver: false, forgetSilence: () => {},
    }
    holds.set(id, held)
    held.begun = carryOut(held, measures)
    if (!isMomentary) held.timers.add(clock.after(lastsMs, () => quietly(conclude(held, 'expired', { kind: 'platform', text: `the time of the fault "${title}" was up` }))))
    beat(id)
    return held
  }

  async function carryOut(held: Held, measures: readonly Measure[]): Promise<void> {
    await kernel.durable()
    const done: string[] = []
    try {
      for (const measure of measures) {
        if (held.isOver) return
        const { undo, said } = await deps.hand.carryOut({ leaseId: held.id, seq: held.seq, owner: held.owner }, measure)
        // It came too late: its receipt is written already.
        if (held.isOver) void undo().catch(deps.onTrouble)
        else held.undos.push(undo)
        done.push(...said)
      }
    } finally {
      tellDone(held, measures.map(({ changed }) => changed), done)
    }
  }

  function tellDone(held: Held, planned: string[], changed: string[]): void {
    const known = state.leases[held.id]?.changed ?? []
    const isNews = changed.some((sentence) => !known.includes(sentence)) || known.some((sentence) => planned.includes(sentence) && !changed.includes(sentence))
    if (!held.isOver && isNews) kernel.commit(because(held), [{ type: 'fault.tookHold', app: held.aim.appId, data: { leaseId: held.id, planned, changed } }])
  }

  /** A dyno that started later. It may end again at any moment, so that it did not work is no news. */
  async function join(held: Held, aim: Aim): Promise<void> {
    await carryOut(held, held.fault.plan(aim, held.params)).catch(() => {})
  }

  function conclude(held: Held, why: LeaseEnd, cause: Cause): Promise<void> {
    held.ending ??= takeBack(held, why, cause)
    return held.ending
  }

  async function takeBack(held: Held, why: LeaseEnd, cause: Cause): Promise<void> {
    for (const cancel of held.timers) cancel()
    held.forgetSilence()
    const late: Relief = { restored: [], residue: ['It was not in force whole when it ended; what was missing is taken back as soon as it comes.'] }
    const begun = await within(held.begun.then(() => nothing, () => nothing), late)
    held.isOver = true
    const reliefs = await Promise.all([...held.undos].reverse().map((undo) => within(undo().catch(unrelieved), tooSlow)))
    if (why === 'done') deps.blame.fade(held.id)
    else deps.blame.drop(held.id)
    holds.delete(held.id)
    const all = [begun, ...reliefs]
    kernel.commit(cause, [{ type: 'fault.ended', app: held.aim.appId, data: { leaseId: held.id, why, restored: once(all.flatMap(({ restored }) => restored)), residue: once(all.flatMap(({ residue }) => residue)) } }])
  }

  function within<T>(work: Promise<T>, otherwise: T, ms: number = patienceMs): Promise<T> {
    return new Promise((resolve) => {
      const cancel = clock.after(ms, () => resolve(otherwise))
      void work.then((value) => {
        cancel()
        resolve(value)
      })
    })
  }

  async function end(leaseId: string, why: LeaseEnd, cause: Cause): Promise<void> {
    const held = holds.get(leaseId)
    if (held !== undefined) return conclude(held, why, cause)
    if (!state.receipts.some((receipt) => receipt.leaseId === leaseId)) throw new PlatformError('lease-not-found', { lease: leaseId })
  }

  async function endAll(why: LeaseEnd, cause: Cause): Promise<number> {
    const all = [...holds.values()]
    const endEach = (some: readonly Held[]): Promise<unknown> => Promise.all(some.map((held) => conclude(held, why, cause)))
    const still = endEach(all.filter((held) => !startsDynos(held)))
    await within(still.catch(() => null), null, headStartMs)
    await Promise.all([still, endEach(all.filter(startsDynos))])
    return all.length
  }

  async function endOnLinks(why: LeaseEnd, cause: Cause): Promise<void> {
    const onLinks = [...holds.values()].filter(({ measures }) => measures.some(({ kind }) => kind === 'toxic' || kind === 'unplug'))
    await Promise.all(onLinks.map((held) => conclude(held, why, cause)))
  }

  function beat(leaseId: string): void {
    const held = holds.get(leaseId)
    if (held === undefined || held.heartbeatMs === null || held.ending !== null) return
    held.forgetSilence()
    held.forgetSilence = clock.after(held.heartbeatMs, () => quietly(conclude(held, 'owner-silent', { kind: 'platform', text: `${held.owner}, who owns the fault, was not heard of` })))
  }

  function quietly(work: Promise<unknown>): void {
    void work.catch(deps.onTrouble)
  }

  return { preview: async (wish) => (await considered(wish)).radius, begin, end, endAll, endOnLinks, beat }
}

/** At its end. */
const startsDynos = ({ measures }: Held): boolean => measures.some(({ kind }) => kind === 'launch' || kind === 'release' || kind === 'remark')

/** What a killed engine had in force: nothing of it outlived the engine, except the releases that are in the journal. */
export function leftBehind({ layer, kind }: Pick<Lease, 'layer' | 'kind'>): string {
  if (kind === 'noop') return 'There was nothing to put back.'
  if (layer === 'dyno' || layer === 'host' || layer === 'release') return 'The engine before this one was killed: every dyno it ran was ended, with what was done to it, and starts anew without.'
  if (kind === 'addon-disk-full' || kind === 'addon-slow-disk') return 'The engine before this one was killed: the servers it ran are stopped, and start again without what was done to their disks.'
  return 'The engine before this one was killed: what it had told the router and the links of faults ended with it.'
}

/** Both ways of a line, or a host with each of its dynos, say the same. */
const once = (sentences: readonly string[]): string[] => [...new Set(sentences)]
const nothing: Relief = { restored: [], residue: [] }
const tooSlow: Relief = { restored: [], residue: [`Taking it back was not done after ${patienceMs / 1000} s.`] }
const unrelieved = (error: unknown): Relief => ({ restored: [], residue: [error instanceof Error ? error.message : String(error)] })
