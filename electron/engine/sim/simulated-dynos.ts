// Web dynos as a model of queues: each works on so many requests at once, each of which takes a time drawn by chance; what comes
// on top waits in the dyno, first come first served. After 30 s without an answer the router gives up (H12), and the dyno works on
// for nobody, as on Heroku. A frozen dyno takes requests and answers none until it goes on. Simplified: an answer comes all at once.

import type { Route, Target } from '../../../shared/domain/route.ts'
import type { Clock, Random } from '../ports/clock.ts'
import type { DynoCondition } from './simulated-trouble.ts'

export type DynoModel = {
  /** Requests that it works on at once. */
  readonly capacity: number
  /** Time that the work on one takes. */
  serviceMs(path: string, random: Random): number
  status(path: string, random: Random): number
}

/** What a dyno of this route is like; what is left out is as usual. */
export type ModelOf = (route: Route, target: Target) => Partial<DynoModel>

/** What trouble does to a dyno at this moment; null for none. */
export type ConditionOf = (dynoId: string) => DynoCondition | null

export type DynoAnswer = { readonly status: number; readonly code: string | null }

export type SimulatedDynos = {
  serve(route: Route, target: Target, path: string, answer: (answer: DynoAnswer) => void): void
  /** It is there no more: what it had is cut off. */
  drop(dynoId: string): void
  /** Its condition is another now. */
  turn(dynoId: string): void
}

type Job = { readonly path: string; readonly since: number; answer: ((answer: DynoAnswer) => void) | null }
type Life = {
  readonly dynoId: string
  readonly model: DynoModel
  readonly waiting: Job[]
  readonly working: Set<Job>
  /** Ready while it was frozen. */
  readonly stuck: Job[]
  isWatched: boolean
}

const firstByteMs = 30_000
/** Most answers come within a few of these; some take many times as long. */
const usualMs = 40

const usualDyno: DynoModel = { capacity: 20, serviceMs: (_, random) => 2 - usualMs * Math.log(1 - random.next()), status: () => 200 }

export function createSimulatedDynos(clock: Clock, random: Random, modelOf: ModelOf, conditionOf: ConditionOf = () => null): SimulatedDynos {
  const lives = new Map<string, Life>()

  function serve(route: Route, target: Target, path: string, answer: (answer: DynoAnswer) => void): void {
    const life = lives.get(target.dynoId) ?? { dynoId: target.dynoId, model: { ...usualDyno, ...modelOf(route, target) }, waiting: [], working: new Set(), stuck: [], isWatched: false }
    lives.set(target.dynoId, life)
    life.waiting.push({ path, since: clock.now(), answer })
    work(life)
    watch(life)
  }

  const isFrozen = (life: Life): boolean => conditionOf(life.dynoId)?.isFrozen === true

  function work(life: Life): void {
    if (isFrozen(life)) return
    while (life.working.size < life.model.capacity) {
      const job = life.waiting.shift()
      if (job === undefined) return
      begin(life, job)
    }
  }

  function begin(life: Life, job: Job): void {
    life.working.add(job)
    const ms = life.model.serviceMs(job.path, random) * (conditionOf(life.dynoId)?.slowness ?? 1)
    const leftMs = job.since + firstByteMs - clock.now()
    if (ms > leftMs) clock.after(Math.max(0, leftMs), () => settle(job, { status: 503, code: 'H12' }))
    if (ms === Infinity) return
    clock.after(ms, () => {
      if (!isFrozen(life)) return finish(life, job)
      if (life.working.has(job)) life.stuck.push(job)
      if (job.answer !== null) clock.after(Math.max(0, job.since + firstByteMs - clock.now()), () => settle(job, { status: 503, code: 'H12' }))
    })
  }

  function finish(life: Life, job: Job): void {
    settle(job, { status: life.model.status(job.path, random), code: null })
    if (life.working.delete(job)) work(life)
  }

  function turn(dynoId: string): void {
    const life = lives.get(dynoId)
    if (life === undefined || isFrozen(life)) return
    for (const job of life.stuck.splice(0)) finish(life, job)
    work(life)
  }

  /** Gives up those that waited too long; they wait in the order they came. */
  function watch(life: Life): void {
    const [first] = life.waiting
    if (life.isWatched || first === undefined) return
    life.isWatched = true
    clock.after(Math.max(0, first.since + firstByteMs - clock.now()), () => {
      life.isWatched = false
      while (life.waiting[0] !== undefined && life.waiting[0].since + firstByteMs <= clock.now()) {
        const job = life.waiting.shift()
        if (job !== undefined) settle(job, { status: 503, code: 'H12' })
      }
      watch(life)
    })
  }

  function drop(dynoId: string): void {
    const life = lives.get(dynoId)
    if (life === undefined) return
    lives.delete(dynoId)
    const jobs = [...life.working, ...life.waiting.splice(0)]
    life.working.clear()
    life.stuck.length = 0
    for (const job of jobs) settle(job, { status: 503, code: 'H13' })
  }

  return { serve, drop, turn }
}

function settle(job: Job, answer: DynoAnswer): void {
  const { answer: say } = job
  job.answer = null
  say?.(answer)
}
