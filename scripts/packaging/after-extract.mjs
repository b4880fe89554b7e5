import { rmSync } from 'node:fs'
import { join } from 'node:path'

/** electron-builder's hook: the small app that lets a bare runtime open a folder is no part of a package. */
export function afterExtract({ appOutDir }) {
  rmSync(join(appOutDir, 'resources', 'default_app.asar'), { recursive: true, force: true })
}
