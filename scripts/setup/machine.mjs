// What this machine has: looked up without starting anything, so that asking costs next to nothing.
import { accessSync, constants, readdirSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const windows = process.platform === 'win32'

/** The full path of a program on PATH, or null. */
export function onPath(name) {
  const endings = windows ? (process.env.PATHEXT ?? '.EXE;.CMD;.BAT').split(';') : ['']
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const ending of endings) {
      const file = join(folder, name + ending)
      try {
        accessSync(file, constants.X_OK)
        if (statSync(file).isFile()) return file
      } catch {
        // Not in this folder.
      }
    }
  }
  return null
}

/** Can a window be shown? Only Linux is ever without a display in this sense. */
export function hasDisplay(platform = process.platform, env = process.env) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/** Chromium's sandbox refuses to run as root on Linux, so it is switched off there, and only there. */
export function sandboxFlags(platform = process.platform, uid = process.getuid?.()) {
  return platform === 'linux' && uid === 0 ? ['--no-sandbox'] : []
}

/** Bytes below a folder; a folder that is not there yet has none. */
export function folderBytes(folder) {
  let bytes = 0
  let entries = []
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    return 0
  }
  for (const entry of entries) {
    const path = join(folder, entry.name)
    try {
      bytes += entry.isDirectory() ? folderBytes(path) : statSync(path).size
    } catch {
      // Moved away between listing and looking.
    }
  }
  return bytes
}

/** @returns {string | null} what is missing before anything else can be tried, in words */
export function missingBasics(nodeVersion = process.versions.node, find = onPath) {
  if (Number(nodeVersion.split('.')[0]) < 20) {
    return `Dynarium needs Node.js 20 or newer, and this is ${nodeVersion}.\nInstall a current one from https://nodejs.org, then start again.`
  }
  if (!find('git')) {
    return 'Dynarium receives code with git, and git was not found on the PATH.\nInstall it (Debian: sudo apt-get install git; macOS: xcode-select --install; Windows: https://git-scm.com), then start again.'
  }
  return null
}
