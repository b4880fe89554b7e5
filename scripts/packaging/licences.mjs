// The licences of everything that is passed on with Dynarium, in one text: the packages its sources use, and theirs.
// Electron brings its own beside its program.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../setup/paths.mjs'

const SOURCES = ['electron', 'shared', 'renderer']
const NOT_SHIPPED = /\.(test|fixture|contract)\.tsx?$/
/** Said by the runtime itself, or not a package. */
const OF_THE_RUNTIME = /^(electron$|node:|virtual:)/
const PACKAGE_NAME = /(?:from|import|url\()\s*['"]((?:@[\w-]+\/)?\w[\w.-]*)[^'"\s]*['"]/g

/** @returns {string} */
export function licencesText() {
  const own = readFileSync(join(root, 'LICENSE'), 'utf8')
  const parts = shippedPackages().map(({ name, version, licence, text }) => [`${name} ${version} (${licence})`, text].filter(Boolean).join('\n\n'))
  return [`Dynarium\n\n${own.trim()}`, ...parts].join(`\n\n${'-'.repeat(80)}\n\n`) + '\n'
}

/** @returns {{ name: string, version: string, licence: string, text: string }[]} */
export function shippedPackages() {
  const { dependencies } = readPackage(root)
  const names = new Set([...Object.keys(dependencies), ...importedPackages()])
  // A set that grows while it is walked: what a package needs is shipped too.
  for (const name of names) {
    const found = readPackage(packageFolder(name))
    for (const needed of Object.keys({ ...found.dependencies, ...found.optionalDependencies })) if (existsSync(packageFolder(needed))) names.add(needed)
  }
  return [...names].toSorted().map((name) => {
    const { version, license, licenses } = readPackage(packageFolder(name))
    // Older packages have a list.
    return { name, version, licence: license ?? licenses?.[0]?.type ?? 'see its text', text: licenceOf(packageFolder(name)) }
  })
}

function importedPackages() {
  const found = new Set()
  for (const file of SOURCES.flatMap((folder) => filesBelow(join(root, folder)))) {
    if (!/\.(tsx?|css)$/.test(file) || NOT_SHIPPED.test(file)) continue
    for (const [, name] of readFileSync(file, 'utf8').matchAll(PACKAGE_NAME)) {
      if (!OF_THE_RUNTIME.test(name) && existsSync(packageFolder(name))) found.add(name)
    }
  }
  return found
}

function licenceOf(folder) {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name))
  return file ? readFileSync(join(folder, file), 'utf8').trim() : ''
}

const filesBelow = (folder) => readdirSync(folder, { recursive: true }).map((path) => join(folder, path))
const packageFolder = (name) => join(root, 'node_modules', name)
const readPackage = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
