// Files of the build folder and the cache, read and changed inside the container, where nothing can be reached that the build's own
// programs could not reach. A path may not leave its folder, and a link in the pushed code is not followed out of it.

import { posix } from 'node:path'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { BuildFolder } from '../parts/build-steps.ts'
import { isNoSpace } from './build-container.ts'
import { buildPlaces } from './build-places.ts'
import type { ContainerPrograms } from './container-programs.ts'

/** Beside what third-party buildpacks keep there. */
const savedFolder = '.saved'
const readBytes = 1024 * 1024
const outside = 91
const absent = 92

/** Prints nothing; ends with 91 when the path leaves the folder through a link. What it names need not be there. */
const inside = `inside() {
  local up="$1/$2"
  up="\${up%/*}"
  while [ "$up" != "$1" ] && [ ! -e "$up" ] && [ ! -L "$up" ]; do up="\${up%/*}"; done
  up="$(cd -P -- "$up" && pwd -P)" || exit ${outside}
  case "$up/" in "$1"/*) ;; *) exit ${outside} ;; esac
}
app="$1" cache="$2" path="$3"
inside "$app" "$path"
`
/** Also folders without write permission, which Go's module cache is made of. */
const away = `away() { rm -rf -- "$1" 2>/dev/null || { chmod -R u+rwX -- "$1"; rm -rf -- "$1"; }; }
`
const scripts = {
  write: `${inside}set -e
mkdir -p -- "$(dirname -- "$app/$path")"
rm -f -- "$app/$path"
head -c "$4" >"$app/$path"
if [ "$5" = yes ]; then chmod 755 -- "$app/$path"; else chmod 644 -- "$app/$path"; fi`,
  remove: `${inside}${away}away "$app/$path"`,
  restore: `${inside}inside "$cache" "${savedFolder}/$path"
from="$cache/${savedFolder}/$path" to="$app/$path"
if [ ! -e "$from" ] || [ -e "$to" ]; then exit 0; fi
mkdir -p -- "$(dirname -- "$to")" && cp -a -- "$from" "$to"`,
  save: `${inside}${away}inside "$cache" "${savedFolder}/$path"
from="$app/$path" to="$cache/${savedFolder}/$path"
if [ ! -e "$from" ]; then exit 0; fi
mkdir -p -- "$(dirname -- "$to")" && away "$to.new" && cp -a -- "$from" "$to.new" && away "$to" && mv -- "$to.new" "$to"`,
  read: `${inside}real="$(readlink -f -- "$app/$path")" || exit ${absent}
case "$real" in "$app"/*) ;; *) exit ${absent} ;; esac
if [ ! -f "$real" ] || [ "$(stat -c %s -- "$real")" -gt ${readBytes} ]; then exit ${absent}; fi
cat -- "$real"`,
  isInside: inside,
} as const

export function createContainerFolder(programs: ContainerPrograms, variables: Readonly<Record<string, string>>): BuildFolder {
  async function attempt(script: keyof typeof scripts, path: string, what: string, ...more: string[]): Promise<void> {
    settle(await programs.capture(order(script, path, 'both', more)), path, what)
  }

  function order(script: keyof typeof scripts, path: string, outputs: 'both' | 'standard', more: readonly string[] = []) {
    const argv = ['bash', '--noprofile', '--norc', '-c', scripts[script], 'build', buildPlaces.app, buildPlaces.cache, plainPath(path), ...more]
    return { argv, cwd: '/', env: { ...variables, LC_ALL: 'C' }, outputs }
  }

  return {
    write: async (path, text, isExecutable) => {
      const bytes = Buffer.from(text)
      const more = [String(bytes.length), isExecutable ? 'yes' : 'no']
      settle(await programs.feed(order('write', path, 'both', more), bytes), path, 'the build folder')
    },
    remove: (path) => attempt('remove', path, 'the build folder'),
    restore: (path) => attempt('restore', path, 'the build folder'),
    save: (path) => attempt('save', path, 'the build cache'),
    read: async (path) => {
      const { exitStatus, text } = await programs.capture(order('read', path, 'standard'))
      if (exitStatus === absent) return null
      settle({ exitStatus, text: '' }, path, 'the build folder')
      return text
    },
    isThere: async (path) => (await programs.capture({ argv: ['bash', '--noprofile', '--norc', '-c', '[ -e "$1" ]', 'build', path], cwd: '/', env: variables, outputs: 'both' })).exitStatus === 0,
    folder: async (path) => {
      await attempt('isInside', path, 'the build folder')
      return `${buildPlaces.app}/${plainPath(path)}`
    },
  }
}

function settle({ exitStatus, text }: { readonly exitStatus: number; readonly text: string }, path: string, what: string): void {
  if (exitStatus === 0) return
  if (exitStatus === outside) throw new Error(`"${path}" leaves the build folder through a link`)
  if (isNoSpace(text)) throw new PlatformError('disk-full', { what })
  throw new Error(text.trim() === '' ? `"${path}" could not be reached in the build folder (status ${exitStatus})` : text.trim())
}

function plainPath(path: string): string {
  const plain = posix.normalize(path).replace(/\/$/, '')
  if (path === '' || plain === '.' || posix.isAbsolute(path) || plain.split('/')[0] === '..' || path.includes('\0')) throw new Error(`"${path}" leaves the build folder`)
  return plain
}
