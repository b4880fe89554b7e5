// Passwords in memory, as they are: for worlds that nobody can reach. It has no second factors, and says so.

import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { Passwords } from '../ports/passwords.ts'

export function createMemoryPasswords(): Passwords {
  const kept = new Map<string, string>()
  const none = async (): Promise<boolean> => false
  return {
    set: async (email, password) => void (password === null ? kept.delete(email) : kept.set(email, password)),
    isRight: async (email, guess) => (kept.has(email) ? kept.get(email) === guess : null),
    offerSecondFactor: async () => {
      throw new PlatformError('not-implemented', { call: 'A second factor in a world in memory' })
    },
    confirm: none, isCode: none, dropSecondFactor: async () => {},
  }
}
