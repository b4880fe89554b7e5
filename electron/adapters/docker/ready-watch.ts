// Finds out when a dyno answers at its port. Docker's own proxy takes every connection to a published port, also when nobody listens
// in the container, and closes it a moment later: so a connection counts that stays open for that moment.

import { connect } from 'node:net'

export type Address = { readonly host: string; readonly port: number }

export type ReadyWatch = {
  /** Calls `answered` once. The answer ends the watch before that. */
  watch(address: Address, answered: () => void): () => void
}

const againMs = 20
const answerWithinMs = 1000

export function createReadyWatch(staysOpenMs: number): ReadyWatch {
  return {
    watch: (address, answered) => {
      let isOver = false
      let timer: NodeJS.Timeout | null = null

      function knock(): void {
        const socket = connect({ ...address })
        let isSettled = false
        const settle = (isUp: boolean): void => {
          if (isSettled) return
          isSettled = true
          socket.destroy()
          if (isOver) return
          if (!isUp) timer = setTimeout(knock, againMs)
          else {
            isOver = true
            answered()
          }
        }
        socket.setTimeout(answerWithinMs, () => settle(false))
        socket.on('error', () => settle(false))
        socket.on('close', () => settle(false))
        socket.on('connect', () => {
          if (staysOpenMs === 0) settle(true)
          else setTimeout(() => settle(true), staysOpenMs)
        })
        socket.resume()
      }

      timer = setTimeout(knock, againMs)
      return () => {
        isOver = true
        if (timer !== null) clearTimeout(timer)
      }
    },
  }
}
