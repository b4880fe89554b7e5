import { constants } from 'node:os'

export type Exit = { readonly exitStatus: number | null; readonly signal: string | null }

/** A shell's way of telling, which Heroku shows: 128 and the number of the signal. */
export function exitOf(code: number | null, signal: NodeJS.Signals | null): Exit {
  if (signal === null) return { exitStatus: code, signal: null }
  return { exitStatus: 128 + constants.signals[signal], signal }
}

export function signalName(number: number): NodeJS.Signals | null {
  const found = Object.entries(constants.signals).find(([, value]) => value === number)
  return found === undefined ? null : (found[0] as NodeJS.Signals)
}
