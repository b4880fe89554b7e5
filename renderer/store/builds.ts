// Output of builds that were looked at, by build. The newest few are kept.

import { create } from 'zustand'
import { useConnection } from './connection.ts'

export type BuildText = { readonly text: string; readonly isCut: boolean }

const buildsKept = 4
const textBound = 1_000_000

export const useBuildTexts = create<Readonly<Record<string, BuildText>>>(() => ({}))

/** Follows one build's output from its start. */
export function followBuild(buildId: string): () => void {
  let close: (() => void) | null = null
  function open(): void {
    close?.()
    const { line } = useConnection.getState()
    if (line.kind !== 'ready') return
    put(buildId, { text: '', isCut: false })
    close = line.client.open('build', { buildId }, ({ text }) => put(buildId, appendText(useBuildTexts.getState()[buildId], text)), () => {})
  }
  open()
  const unsubscribe = useConnection.subscribe((now, before) => now.line !== before.line && open())
  return () => {
    unsubscribe()
    close?.()
  }
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
