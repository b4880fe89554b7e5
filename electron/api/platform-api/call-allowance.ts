// Heroku lets an account make 4500 calls, refilled by 75 a minute, and says in each answer what is left. So do we, but nobody is
// refused: a script that polls its own laptop harms nobody else.

export type CallAllowance = { take(): number }

const full = 4500
const refillPerMs = 75 / 60_000

export function createCallAllowance(now: () => number): CallAllowance {
  let left = full
  let at = now()
  return {
    take: () => {
      const time = now()
      left = Math.max(0, Math.min(full, left + (time - at) * refillPerMs) - 1)
      at = time
      return Math.floor(left)
    },
  }
}
