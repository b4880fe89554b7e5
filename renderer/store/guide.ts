// The first run as this window knows it: which door was taken, the demo that plays, and how far the first steps are. The door and the
// progress are remembered on this machine; a demo that was cut off by a reload is remembered in this window, so that its app is asked about.

import { create } from 'zustand'
import { showMe } from '../guide/show-me.ts'
import { actAnswered, actDue, beginShow, left, passTime, skipReading, stopped, type ShowRun, type ShowSpeed } from '../guide/show-run.ts'
import type { ShowAct, ShowFacts } from '../guide/show-step.ts'
import { call, callUnseen, useConnection } from './connection.ts'
import { useMirror, type Mirror } from './mirror.ts'
import { asPlatformError } from './use-command.ts'
import { select, showApp, showPage } from './ui.ts'

export type Door = 'show' | 'teach' | 'work'

export type Guide = {
  readonly door: Door | null
  readonly show: ShowRun | null
  readonly isTeachOpen: boolean
  readonly isTeachFolded: boolean
  /** Ids of the first steps that were seen done. */
  readonly stepsDone: readonly string[]
  /** Apps made before this do not count, milliseconds since the epoch. */
  readonly stepsSince: number
}

const storageKey = 'dynarium:guide'
const demoKey = 'dynarium:demo'
const tickMs = 250

export const useGuide = create<Guide>(() => ({ door: null, isTeachOpen: false, isTeachFolded: false, stepsDone: [], stepsSince: 0, ...recall(), show: interruptedDemo() }))

useGuide.subscribe(({ door, isTeachOpen, isTeachFolded, stepsDone, stepsSince, show }) => {
  try {
    localStorage.setItem(storageKey, JSON.stringify({ door, isTeachOpen, isTeachFolded, stepsDone, stepsSince }))
    if (show?.appId == null) sessionStorage.removeItem(demoKey)
    else sessionStorage.setItem(demoKey, show.appId)
  } catch {
    // A full or forbidden storage only costs the memory of the progress.
  }
})

let stopTicking: (() => void) | null = null

export function startShow(): void {
  stopTicking?.()
  useGuide.setState({ door: 'show', show: beginShow(useMirror.getState().state.seq) })
  let shownIndex = -1
  let before = Date.now()
  const tick = (): void => {
    const { show } = useGuide.getState()
    const now = Date.now()
    const passed = now - before
    before = now
    if (show === null || show.end !== null) return stopTicking?.()
    // Nothing can happen without the engine, and nobody looks at a hidden page: the demo stands still.
    if (useConnection.getState().line.kind !== 'ready' || document.hidden) return
    if (show.index !== shownIndex) {
      shownIndex = show.index
      goTo(show)
    }
    const act = actDue(showMe, show, factsOf(show))
    if (act === null) change((run) => passTime(showMe, run, factsOf(run), passed))
    else void perform(act)
  }
  const timer = setInterval(tick, tickMs)
  stopTicking = () => {
    clearInterval(timer)
    stopTicking = null
  }
  tick()
}

export function pauseShow(isPaused: boolean): void {
  change((run) => ({ ...run, isPaused }))
}

export function setShowSpeed(speed: ShowSpeed): void {
  change((run) => ({ ...run, speed }))
}

export function skipShow(): void {
  change((run) => skipReading(showMe, run, factsOf(run)))
}

export function leaveShow(): void {
  change(left)
  const appId = useGuide.getState().show?.appId ?? null
  // Before the app was made there is nothing to ask about.
  if (appId === null) useGuide.setState({ show: null })
  else void stopTraffic(appId)
}

/** Ends the demo for good: its app stays, or is destroyed with everything in it. Throws when that was refused. */
export async function closeShow(choice: 'keep' | 'destroy'): Promise<void> {
  const appId = useGuide.getState().show?.appId ?? null
  const app = appId === null ? undefined : useMirror.getState().state.apps[appId]
  if (app !== undefined) {
    await stopTraffic(app.id)
    if (choice === 'destroy') {
      await call('apps:destroy', { app: app.id, confirm: app.name })
      showPage('welcome')
    }
  }
  useGuide.setState({ show: null })
}

export function openTeach(isTeachOpen: boolean): void {
  useGuide.setState(isTeachOpen ? { door: 'teach', isTeachOpen, isTeachFolded: false } : { isTeachOpen })
}

export function foldTeach(isTeachFolded: boolean): void {
  useGuide.setState({ isTeachFolded })
}

export function noteSteps(ids: readonly string[]): void {
  useGuide.setState(({ stepsDone }) => ({ stepsDone: [...stepsDone, ...ids.filter((id) => !stepsDone.includes(id))] }))
}

/** Only what is done from now on counts. */
export function restartSteps(now: number): void {
  useGuide.setState({ stepsDone: [], stepsSince: now, isTeachOpen: true, isTeachFolded: false, door: 'teach' })
}

export function takeDoor(door: Door): void {
  useGuide.setState({ door })
}

export function showFacts({ state, recent, info }: Mirror, run: ShowRun): ShowFacts {
  return { state, recent, appId: run.appId, startSeq: run.startSeq, sinceSeq: run.sinceSeq, routerHost: info === null ? 'localhost' : `localhost:${info.routerPort}` }
}

const factsOf = (run: ShowRun): ShowFacts => showFacts(useMirror.getState(), run)

function change(next: (run: ShowRun) => ShowRun): void {
  const { show } = useGuide.getState()
  if (show === null) return
  const after = next(show)
  if (after !== show) useGuide.setState({ show: after })
}

async function perform(act: ShowAct): Promise<void> {
  change((run) => ({ ...run, act: 'sent' }))
  try {
    // The demo takes back what it did itself, so no one is offered to undo it.
    const answer: unknown = await callUnseen(act.name, act.input as never)
    const made = act.name === 'apps:create' && typeof answer === 'object' && answer !== null && 'id' in answer ? String(answer.id) : null
    change((run) => actAnswered(run, made))
    const { show } = useGuide.getState()
    if (made !== null && show !== null) goTo(show)
    // It was left while the app was being made.
    if (made !== null && show === null) await call('apps:destroy', { app: made, confirm: useMirror.getState().state.apps[made]?.name ?? '' })
  } catch (caught) {
    const error = asPlatformError(caught)
    change((run) => stopped(run, [error.message, error.help].filter(Boolean).join(' ')))
  }
}

function goTo(run: ShowRun): void {
  const step = showMe[run.index]
  if (step === undefined || run.appId === null) return
  showApp(run.appId, step.view)
  const seq = step.why?.(factsOf(run)) ?? null
  if (seq !== null) select({ kind: 'event', seq })
}

async function stopTraffic(appId: string): Promise<void> {
  if (useMirror.getState().state.traffic[appId] === undefined) return
  // It ends by itself in a few minutes should this be refused.
  await call('traffic:stop', { app: appId }).catch((error: unknown) => console.warn(error))
}

function interruptedDemo(): ShowRun | null {
  try {
    const appId = sessionStorage.getItem(demoKey)
    return appId === null ? null : { ...beginShow(0), appId, end: { kind: 'left' } }
  } catch {
    return null
  }
}

function recall(): Partial<Guide> {
  try {
    const found = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Record<string, unknown>
    return {
      ...(found.door === 'show' || found.door === 'teach' || found.door === 'work' ? { door: found.door } : {}),
      ...(Array.isArray(found.stepsDone) ? { stepsDone: found.stepsDone.filter((id) => typeof id === 'string') } : {}),
      ...(typeof found.stepsSince === 'number' ? { stepsSince: found.stepsSince } : {}),
      isTeachOpen: found.isTeachOpen === true,
      isTeachFolded: found.isTeachFolded === true,
    }
  } catch {
    return {}
  }
}
