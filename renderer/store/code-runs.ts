// What was caused in the museum since the window was opened: it stays while one looks at another page of it.

import { create } from 'zustand'
import type { PlatformError } from '../../shared/errors/platform-error.ts'
import type { CallOutput } from '../../shared/protocol/calls.ts'
import { call } from './connection.ts'
import { asPlatformError } from './use-command.ts'

export type CodeRun = {
  /** When the button was pressed, milliseconds since the epoch. */
  readonly startedAt: number
  readonly caused: CallOutput<'codes:cause'> | null
  readonly fixed: CallOutput<'codes:fix'> | null
  readonly doing: 'cause' | 'fix' | null
  readonly error: PlatformError | null
}

export const useCodeRuns = create<Readonly<Record<string, CodeRun>>>(() => ({}))

const none: CodeRun = { startedAt: 0, caused: null, fixed: null, doing: null, error: null }

function put(code: string, change: Partial<CodeRun>): void {
  useCodeRuns.setState((runs) => ({ [code]: { ...(runs[code] ?? none), ...change } }))
}

/** One at a time: the sample app has one state. False when another one is under way. */
function isFree(): boolean {
  return Object.values(useCodeRuns.getState()).every(({ doing }) => doing === null)
}

export async function causeCode(code: string): Promise<void> {
  if (!isFree()) return
  put(code, { startedAt: Date.now(), caused: null, fixed: null, doing: 'cause', error: null })
  try {
    put(code, { caused: await call('codes:cause', { code }), doing: null })
  } catch (caught) {
    put(code, { doing: null, error: asPlatformError(caught) })
  }
}

export async function fixCode(code: string): Promise<void> {
  if (!isFree()) return
  put(code, { startedAt: Date.now(), fixed: null, doing: 'fix', error: null })
  try {
    put(code, { fixed: await call('codes:fix', { code }), doing: null })
  } catch (caught) {
    put(code, { doing: null, error: asPlatformError(caught) })
  }
}
