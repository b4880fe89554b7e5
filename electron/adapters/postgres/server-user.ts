// As whom the servers run. PostgreSQL refuses root, so under root it is another user, whose data and programs must be where that user
// can reach them: in the data folder if it can be opened to that user alone, else in a folder of the system.

import { createHash } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PlatformError } from '../../../shared/errors/platform-error.ts'

export type ServerUser = { readonly name: string; readonly uid: number; readonly gid: number }

export type ServerPlace = {
  /** null: as ourselves. */
  readonly user: ServerUser | null
  /** Where servers and what they need lie. */
  readonly folder: string
}

const candidates = ['postgres', 'nobody']
const systemFolder = '/var/lib/dynarium'
const asRoot = process.platform !== 'win32' && process.getuid?.() === 0

/** Makes the folder `name`, which begins with `postgres`. Throws `postgres-unavailable`. */
export function placeServers(dataDir: string, name: string): ServerPlace {
  const usual = join(dataDir, name)
  if (!asRoot) {
    mkdirSync(usual, { recursive: true, mode: 0o700 })
    return { user: null, folder: usual }
  }
  const user = findUser(readFileSync('/etc/passwd', 'utf8'))
  if (user === null) throw new PlatformError('postgres-unavailable', { why: 'PostgreSQL does not run as root, and there is no user postgres or nobody to run it as', fix: 'Start Dynarium as an ordinary user.' })
  if (isReachable(dirname(dataDir), user)) {
    // Its group may pass through the data folder, not look into it.
    chownSync(dataDir, 0, user.gid)
    chmodSync(dataDir, 0o710)
    return { user, folder: made(usual, user) }
  }
  mkdirSync(systemFolder, { recursive: true, mode: 0o755 })
  return { user, folder: made(join(systemFolder, createHash('sha256').update(dataDir).digest('hex').slice(0, 16) + name.slice('postgres'.length)), user) }
}

/** May `user` pass through it and all above it? */
export function isReachable(folder: string, user: ServerUser): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (!existsSync(at)) return false
    const { mode, uid, gid } = statSync(at)
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (dirname(at) === at) return true
  }
}

/** Of the lines of /etc/passwd. */
export function findUser(passwd: string): ServerUser | null {
  const rows = passwd.split('\n').map((line) => line.split(':'))
  for (const name of candidates) {
    const row = rows.find((fields) => fields[0] === name)
    const [uid, gid] = [Number(row?.[2]), Number(row?.[3])]
    if (uid > 0 && gid > 0) return { name, uid, gid }
  }
  return null
}

function made(folder: string, user: ServerUser): string {
  mkdirSync(folder, { recursive: true, mode: 0o710 })
  chownSync(folder, 0, user.gid)
  chmodSync(folder, 0o710)
  return folder
}
