import { join, normalize, sep } from 'node:path'

/** The file an address stands for, or null where it would leave the folder. */
export function fileFor(address: string, folder: string): string | null {
  const url = new URL(address)
  if (url.host !== 'dynarium') return null
  let path: string
  try {
    path = decodeURIComponent(url.pathname)
  } catch {
    return null
  }
  if (path.includes('\0')) return null
  const file = normalize(join(folder, path === '/' ? 'index.html' : path))
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? file : null
}
