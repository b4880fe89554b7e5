import type { App } from '../../shared/domain/app.ts'
import { findApp } from '../../shared/domain/state.ts'
import { closest } from './closest.ts'
import { refuse, type ConsoleWorld, type Refusal } from './plan.ts'

/** The app that a command is for: the one named, else the one in view. */
export function appMeant(named: string | null, verb: string, { state, app }: ConsoleWorld): App | Refusal {
  if (named === null) return app ?? refuse('Missing required flag: app', `No app is in view. Choose one, or name it: ${verb} --app NAME.`)
  const found = findApp(state, named)
  if (found !== null) return found
  const meant = closest(named, Object.values(state.apps).map((entry) => entry.name))
  return refuse(`Couldn't find that app: ${named}.`, meant === null ? 'apps lists them.' : `Did you mean ${meant}?`)
}
