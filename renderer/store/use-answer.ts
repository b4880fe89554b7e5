// The answer of a call that only looks: asked again with another input, and with every new line to the engine.

import { useCallback, useEffect, useRef, useState } from 'react'
import type { PlatformError } from '../../shared/errors/platform-error.ts'
import type { CallInput, CallName, CallOutput } from '../../shared/protocol/calls.ts'
import { call, useConnection } from './connection.ts'
import { asPlatformError } from './use-command.ts'

export type Answer<N extends CallName> = {
  /** Of the input before, until the next one is answered. Null before the first. */
  readonly value: CallOutput<N> | null
  readonly error: PlatformError | null
  /** The newest question is not answered yet. */
  readonly isPending: boolean
  again(): void
}

type Held<N extends CallName> = Pick<Answer<N>, 'value' | 'error' | 'isPending'>

/** `input` null: nothing is asked. `pauseMs`: it is asked once the input was still for so long. `moment`: asked again when it changes. */
export function useAnswer<N extends CallName>(name: N, input: CallInput<N> | null, pauseMs = 0, moment = ''): Answer<N> {
  const isReady = useConnection((connection) => connection.line.kind === 'ready')
  const [turn, setTurn] = useState(0)
  const [held, setHeld] = useState<Held<N>>({ value: null, error: null, isPending: true })
  const key = input === null ? null : JSON.stringify(input)
  const newest = useRef(input)
  newest.current = input
  useEffect(() => {
    if (!isReady || key === null || newest.current === null) return setHeld((before) => (key === null ? { value: null, error: null, isPending: false } : before))
    const asked = newest.current
    let isWanted = true
    setHeld((before) => ({ ...before, isPending: true }))
    const ask = (): void => {
      call(name, asked).then(
        (value) => isWanted && setHeld({ value, error: null, isPending: false }),
        (caught: unknown) => isWanted && setHeld({ value: null, error: asPlatformError(caught), isPending: false }),
      )
    }
    const timer = pauseMs === 0 ? null : setTimeout(ask, pauseMs)
    if (timer === null) ask()
    return () => {
      isWanted = false
      if (timer !== null) clearTimeout(timer)
    }
  }, [name, key, isReady, turn, pauseMs, moment])
  const again = useCallback(() => setTurn((before) => before + 1), [])
  return { ...held, again }
}
