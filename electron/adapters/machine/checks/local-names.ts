import { lookup } from 'node:dns/promises'
import type { Check } from '../check.ts'

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')

export const localNames: Check = {
  id: 'local-names', group: 'machine', title: 'Names below localhost', purpose: 'Apps answer at <name>.localhost. Browsers know these names by themselves; other programs ask the system.',
  look: async () => {
    const plain = await lookup('localhost', { all: true }).catch((error: unknown) => String(error))
    if (typeof plain === 'string' || !plain.every(({ address }) => isLoopback(address))) {
      return { state: 'problem', found: 'localhost is not this machine', fix: 'Add the line "127.0.0.1 localhost" to the hosts file.', raw: JSON.stringify(plain) }
    }
    const below = await lookup('an-app.localhost', { all: true }).catch((error: unknown) => String(error))
    if (typeof below !== 'string' && below.every(({ address }) => isLoopback(address))) return { state: 'fine', found: 'they lead to this machine', raw: JSON.stringify(below) }
    return {
      state: 'warning', found: typeof below === 'string' ? 'this system does not know them' : 'they lead elsewhere', raw: JSON.stringify(below),
      fix: 'Browsers and curl are not affected. For other programs add a line for each app to the hosts file, e.g. "127.0.0.1 tea.localhost".',
    }
  },
}
