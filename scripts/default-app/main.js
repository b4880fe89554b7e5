// Lets a bare Electron runtime open an app folder: `electron [-r module] <folder> [arguments]`.
// The runtime normally brings such a starter along. The fallback runtime comes without one, and this takes its place.
const fs = require('node:fs')
const { createRequire } = require('node:module')
const path = require('node:path')
const { app } = require('electron')

const TAKES_VALUE = new Set(['-r', '--require'])

function readCommandLine(words) {
  const preload = []
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index]
    if (TAKES_VALUE.has(word)) preload.push(words[(index += 1)])
    else if (word === '-v' || word === '--version') return { kind: 'version' }
    else if (!word.startsWith('-')) return { kind: 'open', folder: path.resolve(word), preload }
  }
  return { kind: 'nothing' }
}

function open(folder, preload) {
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true })
  // Test drivers load themselves with -r before the app's own first line.
  const requireFromHere = createRequire(path.join(process.cwd(), 'main.js'))
  for (const name of preload) requireFromHere(name)
  const manifestFile = path.join(folder, 'package.json')
  if (fs.existsSync(manifestFile)) {
    const manifest = JSON.parse(fs.readFileSync(manifestFile, 'utf8'))
    app.setName(manifest.productName || manifest.name || 'Electron')
    if (manifest.version) app.setVersion(manifest.version)
    if (manifest.desktopName) app.setDesktopName(manifest.desktopName)
    app.setAppPath(folder)
  }
  require(folder)
}

const request = readCommandLine(process.argv.slice(1))
if (request.kind === 'version') {
  process.stdout.write(`v${process.versions.electron}\n`)
  process.exit(0)
} else if (request.kind === 'open') {
  open(request.folder, request.preload)
} else {
  process.stderr.write('Usage: electron [-r module] <app folder> [arguments]\n')
  process.exit(2)
}
