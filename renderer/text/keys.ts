// Every key of the window, once: the handler, the overlay and the palette read this table.
// A press is a letter, or `Ctrl+` and a key (the command key on a Mac). Two letters in a row are one shortcut.

import type { Page, View } from '../store/ui.ts'

export type KeyAction =
  | { readonly kind: 'view'; readonly view: View }
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'step-app'; readonly step: 1 | -1 }
  | { readonly kind: 'palette' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'find' }
  | { readonly kind: 'drawer' }
  | { readonly kind: 'inspector' }
  | { readonly kind: 'undo' }
  | { readonly kind: 'stop-faults' }

export type KeyGroup = 'This app' | 'Everywhere' | 'Window'
export type KeyEntry = { readonly presses: readonly string[]; readonly title: string; readonly group: KeyGroup; readonly action: KeyAction }

const view = (presses: readonly string[], title: string, to: View): KeyEntry => ({ presses, title, group: 'This app', action: { kind: 'view', view: to } })
const page = (presses: readonly string[], title: string, to: Page): KeyEntry => ({ presses, title, group: 'Everywhere', action: { kind: 'page', page: to } })

const viewsByLetter: readonly (readonly [letter: string, title: string, to: View])[] = [
  ['m', 'Map', 'map'], ['o', 'Overview', 'overview'], ['d', 'Deploy', 'deploy'], ['r', 'Releases', 'releases'], ['c', 'Config', 'config'], ['l', 'Logs', 'logs'],
  ['t', 'Metrics', 'metrics'], ['q', 'Requests', 'access'], ['a', 'Activity', 'activity'], ['b', 'Router', 'router'], ['f', 'Faults', 'faults'], ['x', 'Experiments', 'experiments'], ['v', 'Twelve factors', 'factors'], ['s', 'Settings', 'settings'], ['p', 'Autoscaling', 'autoscale'],
]

export const keyTable: readonly KeyEntry[] = [
  ...viewsByLetter.map(([letter, title, to]) => view(['g', letter], title, to)),
  ...viewsByLetter.slice(0, 9).map(([, title, to], index) => view([`Ctrl+${index + 1}`], title, to)),
  { presses: ['['], title: 'Previous app', group: 'This app', action: { kind: 'step-app', step: -1 } },
  { presses: [']'], title: 'Next app', group: 'This app', action: { kind: 'step-app', step: 1 } },
  page(['g', 'h'], 'All apps', 'apps'),
  page(['g', 'n'], 'Pipelines', 'pipelines'),
  page(['g', 'w'], 'World map', 'map'),
  page(['g', 'e'], 'All activity', 'activity'),
  page(['g', 'u'], 'Error codes', 'codes'),
  page(['g', 'i'], 'Money', 'money'),
  page(['g', 'z'], 'Add-ons', 'addons'),
  page(['g', '3'], 'Scheduler', 'scheduler'),
  page(['g', 'y'], 'Containers', 'containers'),
  page(['g', 'k'], 'Doctor', 'doctor'),
  page(['Ctrl+,'], 'Preferences', 'preferences'),
  { presses: ['Ctrl+K'], title: 'Search and commands', group: 'Window', action: { kind: 'palette' } },
  { presses: ['/'], title: 'Search in this view', group: 'Window', action: { kind: 'find' } },
  { presses: ['Ctrl+`'], title: 'Terminal', group: 'Window', action: { kind: 'drawer' } },
  { presses: ['Ctrl+.'], title: 'Stop all faults and experiments', group: 'Everywhere', action: { kind: 'stop-faults' } },
  { presses: ['Ctrl+I'], title: 'Put the inspector away, or open it', group: 'Window', action: { kind: 'inspector' } },
  { presses: ['Ctrl+Z'], title: 'Undo the last command', group: 'Window', action: { kind: 'undo' } },
  { presses: ['?'], title: 'Keys of this view', group: 'Window', action: { kind: 'keys' } },
]

/** What works in one view only, where the view itself listens. */
export const viewKeys: Readonly<Partial<Record<View | Page, readonly (readonly [press: string, title: string])[]>>> = {
  apps: [['↑ ↓', 'Move between apps'], ['Enter', 'Open the app']],
  map: [['Tab', 'Move between the router and the dynos'], ['Enter', 'Choose it: its facts open beside the map'], ['Esc', 'Out to the world map, when nothing is chosen']],
  logs: [['Ctrl F', 'Find in the log'], ['Enter', 'The next line that matches']],
  overview: [['Tab', 'Move between the router and the dynos'], ['Enter', 'Choose a dyno, or apply the number you typed']],
  config: [['Enter', 'Set the value'], ['Shift+Enter', 'New line in a value'], ['Esc', 'Leave a value as it was']],
  deploy: [['← →', 'Move between the steps of a push'], ['Enter', 'Look into a step']],
  faults: [['Tab', 'Move between the faults, the targets and the knobs'], ['← → ↑ ↓', 'Move on the map'], ['Enter', 'Choose the mark as a target']],
  experiments: [['Ctrl Enter', 'Look through the text again']],
  codes: [['↑ ↓', 'Move between codes']],
  autoscale: [['Tab', 'Move between the decisions on the picture']],
  releases: [['Enter', 'Open a release, or confirm a rollback'], ['Esc', 'Leave a rollback']],
}

/** The shortest shortcut that does it, as people read it; null when there is none. */
export function keyWords(matches: (action: KeyAction) => boolean): string | null {
  const entry = keyTable.find(({ action }) => matches(action))
  return entry === undefined ? null : pressWords(entry.presses)
}

/** `g m`, `Ctrl K`. */
export function pressWords(presses: readonly string[]): string {
  return presses.map((press) => press.replace('+', ' ')).join(' ')
}

export type Press = { readonly key: string; readonly isControl: boolean; readonly isAlt: boolean }
export type KeyStep = { readonly pending: string | null; readonly action: KeyAction | null }

/** What a press means after the one before it. `pending` is the first letter of a pair that may follow. */
export function readPress(pending: string | null, { key, isControl, isAlt }: Press): KeyStep {
  if (isAlt) return { pending: null, action: null }
  const press = isControl ? `Ctrl+${key.length === 1 ? key.toUpperCase() : key}` : key
  if (pending !== null && !isControl) {
    const pair = keyTable.find(({ presses }) => presses.length === 2 && presses[0] === pending && presses[1] === press)
    return { pending: null, action: pair?.action ?? null }
  }
  const single = keyTable.find(({ presses }) => presses.length === 1 && presses[0] === press)
  if (single !== undefined) return { pending: null, action: single.action }
  const isFirst = keyTable.some(({ presses }) => presses.length === 2 && presses[0] === press)
  return { pending: isFirst ? press : null, action: null }
}
