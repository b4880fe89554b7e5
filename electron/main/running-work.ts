// What would end with the engine, counted from the platform's state: for the tray and for the question on closing.

import type { Dyno } from '../../shared/domain/dyno.ts'
import type { PlatformState } from '../../shared/domain/state.ts'

export type AppAtWork = {
  readonly name: string
  readonly up: number
  readonly starting: number
  readonly idle: number
  readonly crashed: number
}

/** Apps by name, those without a dyno too. */
export type RunningWork = { readonly apps: readonly AppAtWork[]; readonly builds: number }

export const noWork: RunningWork = { apps: [], builds: 0 }

export function runningWork(state: PlatformState): RunningWork {
  const dynos = Object.values(state.dynos)
  const apps = Object.values(state.apps).map(({ id, name }) => atWork(name, dynos.filter((dyno) => dyno.appId === id)))
  return { apps: apps.sort((a, b) => (a.name < b.name ? -1 : 1)), builds: Object.values(state.apps).filter((app) => app.buildingId !== null).length }
}

/** `2 apps with 5 dynos are running.`, or null when nothing runs. */
export function workInWords({ apps, builds }: RunningWork): string | null {
  const running = apps.filter((app) => dynosOf(app) > 0)
  const dynos = running.reduce((sum, app) => sum + dynosOf(app), 0)
  const sentences = [
    ...(dynos > 0 ? [`${counted(running.length, 'app')} with ${counted(dynos, 'dyno')} ${running.length === 1 ? 'is' : 'are'} running.`] : []),
    ...(builds > 0 ? [`${counted(builds, 'build')} ${builds === 1 ? 'is' : 'are'} under way.`] : []),
  ]
  return sentences.length === 0 ? null : sentences.join(' ')
}

/** `2 dynos up, 1 crashed`; `no dynos`. */
export function appInWords({ up, starting, idle, crashed }: AppAtWork): string {
  const parts = ([[up, 'up'], [starting, 'starting'], [idle, 'idle'], [crashed, 'crashed']] as const).filter(([count]) => count > 0)
  return parts.map(([count, word], index) => `${index === 0 ? counted(count, 'dyno') : count} ${word}`).join(', ') || 'no dynos'
}

/** An idle or crashed dyno has no process. */
const dynosOf = ({ up, starting }: AppAtWork): number => up + starting

function atWork(name: string, dynos: readonly Dyno[]): AppAtWork {
  const count = (kind: Dyno['state']['kind']): number => dynos.filter((dyno) => dyno.state.kind === kind).length
  return { name, up: count('up'), starting: count('starting'), idle: count('idle'), crashed: count('crashed') }
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
