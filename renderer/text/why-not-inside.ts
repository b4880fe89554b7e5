import type { Dyno } from '../../shared/domain/dyno.ts'

/** Why no shell can be opened inside a dyno now, in a sentence; null when one can. */
export function whyNotInside({ name, state, stopping }: Dyno): string | null {
  if (state.kind === 'crashed') return `${name} has crashed: there is nothing to go into until it is up again.`
  if (state.kind === 'down') return `${name} has ended: there is nothing left to go into.`
  if (stopping !== null) return `${name} is stopping, and would take the shell along.`
  if (state.kind === 'idle') return `${name} sleeps: a request to the app wakes it.`
  return state.kind === 'starting' ? `${name} is starting: wait until it is up.` : null
}
