// What became of the files of a dyno: two listings of its folder, compared. A listing is what `find` and `cksum` print, so it is taken the
// same way from a process and from a container.

export const listFiles = `find . -type f -exec cksum {} + 2>/dev/null | head -n 20000`

export type Listing = ReadonlyMap<string, { readonly sum: string; readonly bytes: number }>
export type Change = { readonly path: string; readonly kind: 'new' | 'changed' | 'gone'; readonly grownBy: number }

export function readListing(text: string): Listing {
  const files = new Map<string, { sum: string; bytes: number }>()
  for (const line of text.split('\n')) {
    const match = /^(\d+) (\d+) \.\/(.+?)\r?$/.exec(line)
    if (match !== null) files.set(match[3] ?? '', { sum: match[1] ?? '', bytes: Number(match[2]) })
  }
  return files
}

/** Without what programs leave beside themselves: caches, compiled modules, their own folders in the home. */
export function changesBetween(before: Listing, after: Listing): readonly Change[] {
  const changes: Change[] = []
  for (const [path, now] of after) {
    const then = before.get(path)
    if (isScratch(path) || then?.sum === now.sum) continue
    changes.push({ path, kind: then === undefined ? 'new' : 'changed', grownBy: now.bytes - (then?.bytes ?? 0) })
  }
  for (const path of before.keys()) if (!after.has(path) && !isScratch(path)) changes.push({ path, kind: 'gone', grownBy: 0 })
  return changes
}

const isScratch = (path: string): boolean => /^\.(?!env)/.test(path) || /(^|\/)(__pycache__|tmp|temp|\.cache|cache)\//.test(path) || path.endsWith('.pyc')

export const isLog = (path: string): boolean => /\.log(\.\d+)?$|(^|\/)logs?\//.test(path)

/** Things that a build makes, and a start should find ready. */
export const isBuilt = (path: string): boolean => /\.(html?|css|js|mjs|map|json|class|jar|py|rb|php|so|wasm)$|(^|\/)(dist|build|public|static|assets)\//.test(path)

export const changeWords = ({ path, kind, grownBy }: Change): string => (kind === 'new' ? `${path} is new` : kind === 'gone' ? `${path} is gone` : `${path} changed${grownBy > 0 ? `, ${grownBy} bytes longer` : ''}`)
