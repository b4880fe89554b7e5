import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check } from '../check.ts'

/** Nobody ran this before then. */
const earliest = Date.UTC(2026, 0, 1)
const aheadMs = 60_000

export const clock: Check = {
  id: 'clock', group: 'machine', title: 'Clock', purpose: 'Times of logs, releases and prices come from it.',
  look: async ({ dataDir, platform }) => {
    const now = Date.now()
    const written = await stat(join(dataDir, 'journal.db')).catch(() => null)
    const found = new Date(now).toISOString().slice(0, 16).replace('T', ' ')
    const isWrong = now < earliest || (written !== null && written.mtimeMs > now + aheadMs)
    if (!isWrong) return { state: 'fine', found: `${found} UTC` }
    return {
      state: 'warning', found: `${found} UTC, which is before what was written last`, raw: `journal.db was written at ${written?.mtime.toISOString() ?? 'no time'}`,
      fix: 'Set the clock of this machine; let it follow a time server.', command: platform === 'linux' ? 'sudo timedatectl set-ntp true' : null,
    }
  },
}
