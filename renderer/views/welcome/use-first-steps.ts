import { useEffect } from 'react'
import type { App } from '../../../shared/domain/app.ts'
import { nextStep, stepsShownDone, type FirstStep, type StepFacts } from '../../guide/first-steps.ts'
import { noteSteps, useGuide } from '../../store/guide.ts'
import { followMetrics, useMetrics } from '../../store/metrics.ts'
import { useMirror } from '../../store/mirror.ts'
import { useApp, useApps } from '../../store/selectors.ts'
import { useUi } from '../../store/ui.ts'

export type FirstStepsProgress = { readonly done: readonly string[]; readonly next: FirstStep | null; readonly app: App | null }

/** Looks at the state while the list is open, and remembers what it has seen done. */
export function useFirstSteps(): FirstStepsProgress {
  const app = useStepApp()
  const done = useGuide((guide) => guide.stepsDone)
  const since = useGuide((guide) => guide.stepsSince)
  const demoAppId = useGuide((guide) => guide.show?.appId ?? null)
  const state = useMirror((mirror) => mirror.state)
  const recent = useMirror((mirror) => mirror.recent)
  const view = useUi((ui) => (ui.appId === null ? null : ui.view))
  const selection = useUi((ui) => ui.selection)
  const hasAnswered = useHasAnswered(done.includes('open') ? null : (app?.id ?? null))
  useEffect(() => {
    const facts: StepFacts = { state, recent, since, demoAppId, hasAnswered, view, selection }
    const fresh = stepsShownDone(facts, done).filter((id) => !done.includes(id))
    if (fresh.length > 0) noteSteps(fresh)
  }, [state, recent, since, demoAppId, hasAnswered, view, selection, done])
  return { done, next: nextStep(done), app }
}

/** The app in view, else the newest that is not the demo's. */
function useStepApp(): App | null {
  const chosen = useApp()
  const demoAppId = useGuide((guide) => guide.show?.appId ?? null)
  const apps = useApps().filter((app) => app.id !== demoAppId)
  return chosen ?? [...apps].sort((a, b) => b.createdAt - a.createdAt)[0] ?? null
}

/** Whether a dyno of the app answered a request in the minutes the engine remembers. */
function useHasAnswered(appId: string | null): boolean {
  useEffect(() => (appId === null ? undefined : followMetrics(appId)), [appId])
  return useMetrics((metrics) => appId !== null && metrics.appId === appId && metrics.seconds.some((second) => second.ok > 0))
}
