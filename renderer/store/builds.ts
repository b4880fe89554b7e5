// Output of builds that were looked at, by build. The newest few are kept.

import { create } from 'zustand'
import { keepOpen } from './keep-open.ts'

export type BuildText = { readonly text: string; readonly isCut: boolean }

const buildsKept = 4
const textBound = 1_000_000

export const useBuildTexts = create<Readonly<Record<string, BuildText>>>(() => ({}))

/** Follows one build's output from its start. */
export function followBuild(buildId: string): () => void {
  return keepOpen((client) => {
    put(buildId, { text: '', isCut: false })
    return client.open('build', { buildId }, ({ text }) => put(buildId, appendText(useBuildTexts.getState()[buildId], text)), () => {})
  }, { whileHidden: true })
}

export function appendText(before: BuildText | undefined, text: string): BuildText {
  const whole = (before?.text ?? '') + text
  if (whole.length <= textBound) return { text: whole, isCut: before?.isCut ?? false }
  const kept = whole.slice(-textBound)
  return { text: kept.slice(kept.indexOf('\n') + 1), isCut: true }
}

function put(buildId: string, text: BuildText): void {
  const { [buildId]: _, ...others } = useBuildTexts.getState()
  const kept = Object.entries(others).slice(-(buildsKept - 1))
  useBuildTexts.setState({ ...Object.fromEntries(kept), [buildId]: text }, true)
}
