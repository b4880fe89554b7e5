// Turns of the event loop. What had reached this machine before something was written shows in the very next look at the sockets;
// so a kept connection that proves closed then had been closed before it was written to, and one that closes later had not.

export type LoopTurns = {
  /** Counts at least the next two turns. */
  mark(): number
  /** No more than one look at the sockets was taken since then. */
  isNext(mark: number): boolean
}

const turnsCounted = 2

export function createLoopTurns(): LoopTurns {
  let turn = 0
  let left = 0
  function count(): void {
    turn += 1
    left -= 1
    if (left > 0) setImmediate(count)
  }
  return {
    mark: () => {
      if (left === 0) setImmediate(count)
      left = turnsCounted
      return turn
    },
    isNext: (mark) => turn - mark <= 1,
  }
}
