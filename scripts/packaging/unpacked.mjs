// The unpacked app: where it is, what its program is called, and whether it was made of the present build.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../setup/paths.mjs'
import { packagerLock } from './packager.mjs'

const packages = join(root, 'out', 'packages')
const stampFile = join(packages, '.packaged-from')

/** @returns {{ folder: string, program: string }} the program's path is relative to the folder */
export function unpackedApp(platform = process.platform, arch = process.arch) {
  const suffix = arch === 'x64' ? '' : `-${arch}`
  if (platform === 'darwin') return { folder: join(packages, `mac${suffix}`), program: join('Dynarium.app', 'Contents', 'MacOS', 'Dynarium') }
  if (platform === 'win32') return { folder: join(packages, `win${suffix}-unpacked`), program: 'Dynarium.exe' }
  return { folder: join(packages, `linux${suffix}-unpacked`), program: 'dynarium' }
}

export function isFresh(runtime) {
  const { folder, program } = unpackedApp()
  return existsSync(join(folder, program)) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === madeFrom(runtime)
}

export const forgetFreshness = () => rmSync(stampFile, { force: true })
export const noteFreshness = (runtime) => writeFileSync(stampFile, madeFrom(runtime))

/** The built app says what it was built from; the rest is what packaging adds. */
function madeFrom({ version, distPath }) {
  const hash = createHash('sha256').update(`${version} ${distPath}`)
  const samples = readdirSync(join(root, 'resources'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  for (const file of [join(root, 'out', '.built-from'), join(root, 'electron-builder.yml'), join(root, 'package.json'), packagerLock, ...samples.toSorted()]) {
    hash.update(file).update('\0').update(readFileSync(file))
  }
  return hash.digest('hex')
}
