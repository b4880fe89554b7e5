import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

export type SourceFile = { readonly path: string; readonly text: string }

export const repository = join(import.meta.dirname, '..', '..')

const ROOMS = ['electron', 'shared', 'renderer', 'e2e', 'scripts', 'resources', 'docs', '.ci']
const TEXT = /\.(tsx?|[cm]?js|css|html|json|md|ya?ml)$|(^|\/)run$/
// Samples are other people's kind of code, vendored packages included; installed and built things are not ours to judge.
const NOT_OURS = /(^|\/)(node_modules|out|resources\/samples)(\/|$)/

/** Every text file we wrote, paths with forward slashes, in a fixed order. */
export function readRepository(root = repository): SourceFile[] {
  const paths = ROOMS.filter((room) => existsSync(join(root, room))).flatMap((room) => walk(root, join(root, room)))
  paths.sort()
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

export const isTest = (path: string): boolean => /\.(test|spec|contract|fixture)\.tsx?$/.test(path)
export const isCode = (path: string): boolean => /\.(tsx?|css|[cm]?js)$/.test(path)

function walk(root: string, folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = relative(root, join(folder, entry.name)).split(sep).join('/')
    if (NOT_OURS.test(path)) return []
    if (entry.isDirectory()) return walk(root, join(folder, entry.name))
    return TEXT.test(path) ? [path] : []
  })
}
