import { rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Check } from '../check.ts'

const writable: Check['look'] = async ({ dataDir, platform }) => {
  const probe = join(dataDir, `.doctor-${process.pid}`)
  try {
    await writeFile(probe, '', { mode: 0o600 })
    await rm(probe, { force: true })
  } catch (error) {
    return { state: 'problem', found: 'it can not be written', fix: 'Give yourself the right to write there, or start Dynarium with another folder: --data-dir.', raw: String(error) }
  }
  const { mode } = await stat(dataDir)
  if (platform === 'win32' || (mode & 0o077) === 0) return { state: 'fine', found: 'writable, and for you alone', raw: dataDir }
  return {
    state: 'warning', found: 'writable, but others on this machine may look into it', raw: `${dataDir} has mode ${(mode & 0o777).toString(8)}`,
    fix: 'Close it to others: config values and the token of the control port are in it.', command: `chmod 700 '${dataDir.replaceAll("'", String.raw`'\''`)}'`,
  }
}

export const dataDir: Check = { id: 'data-dir', group: 'needed', title: 'Data folder', purpose: 'Everything the platform keeps is in it.', look: writable }
