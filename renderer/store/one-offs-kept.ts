// Which one-offs, programs in dynos and shells this page was attached to, so that a reload finds them again. For this tab of the browser only.

import type { OneOff } from './one-offs.ts'

const storageKey = 'dynarium:one-offs'
const keptMax = 6

export function rememberOneOffs(tabs: readonly OneOff[]): void {
  const running = tabs.filter(({ lineId, phase }) => lineId !== null && (phase.kind === 'attached' || phase.kind === 'away'))
  const kept = running.map(({ phase: _phase, ...tab }) => tab)
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(kept))
  } catch {
    // A full or forbidden storage only costs the way back after a reload.
  }
}

/** Each is away until the engine is asked for it. */
export function recallOneOffs(): readonly OneOff[] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]') as unknown
    return Array.isArray(kept) ? kept.slice(0, keptMax).filter(isKept).map((tab) => ({ ...tab, phase: { kind: 'away' } })) : []
  } catch {
    return []
  }
}

function isKept(tab: unknown): tab is Omit<OneOff, 'phase'> {
  if (typeof tab !== 'object' || tab === null) return false
  const { id, isOwnShell, folder, appId, appName, command, inside, size, dynoId, lineId, name } = tab as Record<string, unknown>
  const isText = (value: unknown): boolean => typeof value === 'string'
  const isDyno = isOwnShell === true ? dynoId === null : isOwnShell === false && isText(dynoId)
  return isDyno && [id, appId, appName, command, lineId, name].every(isText) && [folder, inside, size].every((value) => value === null || isText(value))
}
