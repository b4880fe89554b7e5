// Looks into an archive that claims to be an image as engines save it, before an engine is given it: one image, without a name that
// would take the place of somebody else's, and no path that leads out.

import { Parser } from 'tar'

export type SavedImageCheck = {
  take(chunk: Buffer): void
  /** Throws Error with a sentence without a full stop. */
  end(): void
}

const listMaxBytes = 1024 * 1024
const mostEntries = 10_000
/** Two forms are in use; both have the first. */
const lists = ['manifest.json', 'index.json', 'repositories']

export function checkSavedImage(): SavedImageCheck {
  const texts = new Map<string, string>()
  let wrong: string | null = null
  let count = 0
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      count += 1
      if (count > mostEntries) wrong ??= 'its image has too many parts'
      if (leadsOut(entry.path)) wrong ??= `"${entry.path}" in its image leads out of it`
      if (!['File', 'OldFile', 'Directory', 'SymbolicLink', 'Link'].includes(entry.type)) wrong ??= `"${entry.path}" in its image is neither file nor folder`
      if (entry.linkpath !== undefined && entry.linkpath !== '' && leadsOut(resolved(entry.path, entry.linkpath, entry.type))) wrong ??= `"${entry.path}" in its image leads out of it`
      if (!lists.includes(entry.path) || entry.size > listMaxBytes) return void entry.resume()
      texts.set(entry.path, '')
      entry.on('data', (chunk) => texts.set(entry.path, `${texts.get(entry.path)}${chunk.toString()}`))
    },
  })
  parser.on('error', () => (wrong ??= 'its image is no archive'))
  return {
    take: (chunk) => void parser.write(chunk),
    end: () => {
      parser.end()
      if (wrong === null) checkLists(texts)
      if (wrong !== null) throw new Error(wrong)
    },
  }
}

type Manifest = readonly { readonly RepoTags?: readonly string[] | null }[]
type Index = { readonly manifests?: readonly { readonly annotations?: Readonly<Record<string, string>> }[] }

function checkLists(texts: ReadonlyMap<string, string>): void {
  const images = read<Manifest>(texts.get('manifest.json') ?? '[]')
  if (!Array.isArray(images) || images.length !== 1) throw new Error('it must have exactly one image')
  const named = (images as Manifest).some(({ RepoTags }) => (RepoTags ?? []).length > 0)
  const index = read<Index>(texts.get('index.json') ?? '{}')
  const annotated = (index.manifests ?? []).some(({ annotations }) => Object.keys(annotations ?? {}).some((key) => key === 'io.containerd.image.name' || key === 'org.opencontainers.image.ref.name'))
  const repositories = Object.keys(read<object>(texts.get('repositories') ?? '{}'))
  if (named || annotated || repositories.length > 0) throw new Error('its image brings a name of its own, which could take the place of another image')
}

function read<T>(text: string): T {
  try {
    return JSON.parse(text) as T
  } catch {
    throw new Error('its image has a list that can not be read')
  }
}

const leadsOut = (path: string): boolean => path.startsWith('/') || /^[A-Za-z]:|\\/.test(path) || path.split('/').includes('..')

/** Where a link leads, from the root of the archive; still with dots in front when it leads out. */
function resolved(from: string, to: string, type: string): string {
  if (to.startsWith('/')) return to
  const parts = type === 'Link' ? [] : from.split('/').slice(0, -1)
  for (const part of to.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.length === 0 || parts[parts.length - 1] === '..') parts.push('..')
    else parts.pop()
  }
  return parts.join('/')
}
