// The one secret of a data folder: who has it may do everything, so it is made once and only its owner may read it.

import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const tokenPattern = /^[0-9a-f]{40}$/

export function loadToken(dataDir: string): string {
  const file = join(dataDir, 'token')
  const known = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  const token = tokenPattern.test(known) ? known : randomBytes(20).toString('hex')
  if (token !== known) writeFileSync(file, `${token}\n`, { mode: 0o600 })
  // The mode above counts for a new file only.
  chmodSync(file, 0o600)
  return token
}
