// Paths of build steps: relative to a folder and never out of it, not even through a link in the pushed code.

import { lstat, realpath } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize, relative, resolve, sep } from 'node:path'

/** Throws when the path leaves `root`, which must be a real path. What it names need not be there. */
export async function insidePath(root: string, path: string): Promise<string> {
  const full = resolve(root, path)
  if (path === '' || isAbsolute(path) || !isBelow(root, full)) throw new Error(`"${path}" leaves the build folder`)
  let existing = dirname(full)
  while (existing !== root && (await lstat(existing).catch(() => null)) === null) existing = dirname(existing)
  const real = await realpath(existing)
  if (real !== root && !isBelow(root, real)) throw new Error(`"${path}" leaves the build folder through a link`)
  return full
}

/** Does a link at `path`, relative to `root`, lead out of it? One that leads nowhere is judged by what is written in it. */
export async function linkLeaves(root: string, path: string, target: string): Promise<boolean> {
  const real = await realpath(join(root, path)).catch(() => null)
  if (isAbsolute(target)) return true
  if (real !== null) return real !== root && !isBelow(root, real)
  return normalize(join(dirname(path), target)).split(sep)[0] === '..'
}

export function isBelow(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '' && way.split(sep)[0] !== '..' && !isAbsolute(way)
}
