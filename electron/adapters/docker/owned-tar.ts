// What we copy into a container: an archive whose files belong to the user that works in it.

import { PassThrough, type Readable } from 'node:stream'
import { create } from 'tar'
import { dynoUser } from './container-options.ts'

/** `names` and all below them, as they are named from `folder`. */
export function ownedTar(folder: string, names: readonly string[]): Readable {
  const archive = create({ cwd: folder, portable: false, onWriteEntry: (entry) => {
    if (entry.stat === undefined) return
    entry.stat.uid = dynoUser.uid
    entry.stat.gid = dynoUser.gid
  } }, [...names])
  const bytes = new PassThrough()
  archive.on('error', (error) => bytes.destroy(error instanceof Error ? error : new Error(String(error))))
  archive.pipe(bytes)
  return bytes
}
