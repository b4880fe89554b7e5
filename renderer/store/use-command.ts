// A command as a control sees it: pending until the engine has it on disk, or refused with its reason beside the control.

import { useCallback, useEffect, useRef, useState } from 'react'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import type { CallInput, CallName, CallOutput } from '../../shared/protocol/calls.ts'
import { call } from './connection.ts'

export type Command<N extends CallName> = {
  /** Null when it was refused; the reason is in `error`. */
  run(input: CallInput<N>): Promise<CallOutput<N> | null>
  readonly isPending: boolean
  readonly error: PlatformError | null
  clear(): void
}

export function useCommand<N extends CallName>(name: N): Command<N> {
  const { attempt, isPending, error, clear } = useAttempt()
  const run = useCallback((input: CallInput<N>) => attempt(() => call(name, input)), [attempt, name])
  return { run, isPending, error, clear }
}

export type Attempt = {
  attempt<T>(work: () => Promise<T>): Promise<T | null>
  readonly isPending: boolean
  readonly error: PlatformError | null
  clear(): void
}

/** The same for several calls in a row that count as one. */
export function useAttempt(): Attempt {
  const [isPending, setPending] = useState(false)
  const [error, setError] = useState<PlatformError | null>(null)
  const isMounted = useRef(true)
  useEffect(() => {
    isMounted.current = true
    return () => {
      isMounted.current = false
    }
  }, [])
  const attempt = useCallback(async <T>(work: () => Promise<T>): Promise<T | null> => {
    setPending(true)
    setError(null)
    try {
      return await work()
    } catch (caught) {
      if (isMounted.current) setError(asPlatformError(caught))
      return null
    } finally {
      if (isMounted.current) setPending(false)
    }
  }, [])
  const clear = useCallback(() => setError(null), [])
  return { attempt, isPending, error, clear }
}

export function asPlatformError(caught: unknown): PlatformError {
  if (caught instanceof PlatformError) return caught
  return new PlatformError('bug', { why: caught instanceof Error ? caught.message : String(caught) }, false)
}
