// What became of the files of a dyno: two listings of its folder, compared. A listing is what `find` and `cksum` print, so it is taken the
// same way from a process and from a container.

export const listFiles = `find . -type f -exec cksum {} + 2>/dev/null | head -n 20000
find . -type f -exec stat -c 'T %Y %n' {} + 2>/dev/null | head -n 20000 || find . -type f -exec stat -f 'T %m %N' {} + 2>/dev/null | head -n 20000`

export type Listing = ReadonlyMap<string, { readonly sum: string; readonly bytes: number; readonly seconds: number | null }>
export type Change = { readonly path: string; readonly kind: 'new' | 'changed' | 'rewritten' | 'gone'; readonly grownBy: number }

export function readListing(text: string): Listing {
  const files = new Map<string, { sum: string; bytes: number; seconds: number | null }>()
  for (const line of text.split('\n')) {
    const match = /^(\d+) (\d+) \.\/(.+?)\r?$/.exec(line)
    if (match !== null) files.set(match[3] ?? '', { sum: match[1] ?? '', bytes: Number(match[2]), seconds: null })
    const time = /^T (\d+) \.\/(.+?)\r?$/.exec(line)
    const known = files.get(time?.[2] ?? '')
    if (time !== null && known !== undefined) files.set(time[2] ?? '', { ...known, seconds: Number(time[1]) })
  }
  return files
}

/**
 * Without what programs leave beside themselves: caches, compiled modules, their own folders in the home. `since`: a file that is the same but was
 * written after that moment was written anew. A dyno's folder is copied before its program starts.
 */
export function changesBetween(before: Listing, after: Listing, since = Infinity): readonly Change[] {
  const changes: Change[] = []
  for (const [path, now] of after) {
    const then = before.get(path)
    if (isScratch(path)) continue
    if (then?.sum === now.sum) {
      if (now.seconds !== null && now.seconds > since / 1000) changes.push({ path, kind: 'rewritten', grownBy: 0 })
      continue
    }
    changes.push({ path, kind: then === undefined ? 'new' : 'changed', grownBy: now.bytes - (then?.bytes ?? 0) })
  }
  for (const path of before.keys()) if (!after.has(path) && !isScratch(path)) changes.push({ path, kind: 'gone', grownBy: 0 })
  return changes
}

const isScratch = (path: string): boolean => /^\.(?!env)/.test(path) || /(^|\/)(__pycache__|tmp|temp|\.cache|cache)\//.test(path) || path.endsWith('.pyc')

export const isLog = (path: string): boolean => /\.log(\.\d+)?$|(^|\/)logs?\//.test(path)

/** Things that a build makes, and a start should find ready. */
export const isBuilt = (path: string): boolean => /\.(html?|css|js|mjs|map|json|class|jar|py|rb|php|so|wasm)$|(^|\/)(dist|build|public|static|assets)\//.test(path)

/** What a compiler or a package manager generates: the same source need not give the same bytes. */
const isCompiled = (path: string): boolean => /\.(jar|war|class|tasty|so|o|a|exe|pyc)$|(^|\/)(bin|target|build|out)\/|^vendor\/(autoload\.php|composer\/)/.test(path)

export type BuildDifference = { readonly kind: 'none' } | { readonly kind: 'compiled' | 'files'; readonly paths: readonly string[] }

/** Between the files of two slugs of the same source. */
export function differenceOf(one: Listing, other: Listing): BuildDifference {
  const paths = [...new Set([...one.keys(), ...other.keys()])].filter((path) => one.get(path)?.sum !== other.get(path)?.sum).sort()
  if (paths.length === 0) return { kind: 'none' }
  const isSameSet = paths.every((path) => one.has(path) && other.has(path))
  return { kind: isSameSet && paths.every(isCompiled) ? 'compiled' : 'files', paths }
}

export const changeWords = ({ path, kind, grownBy }: Change): string => (kind === 'new' ? `${path} is new` : kind === 'gone' ? `${path} is gone` : kind === 'rewritten' ? `${path} was written anew, the same as before` : `${path} changed${grownBy > 0 ? `, ${grownBy} bytes longer` : ''}`)
