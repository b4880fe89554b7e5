// A name for a tree of files: the same files give the same 64 hex digits. Heroku names slugs by a SHA-256 of the archive; the
// engine has no such function of its own, so the simulated world uses FNV-1a from eight starting points. It is no safe hash.

const prime = 0x01000193
const basis = 0x811c9dc5
const lanes = 8

export function treeHash(files: Readonly<Record<string, string>>): string {
  const paths = Object.keys(files).sort()
  const text = paths.map((path) => `${path}\0${files[path]?.length ?? 0}\0${files[path] ?? ''}\0`).join('')
  return Array.from({ length: lanes }, (_, lane) => fnv1a(text, basis ^ Math.imul(lane + 1, 0x9e3779b9))).join('')
}

function fnv1a(text: string, start: number): string {
  let hash = start
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), prime)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
