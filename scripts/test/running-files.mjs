// A vitest reporter that keeps a note of the test files that run right now: a test that never ends is named by it.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'

/** Where vitest's process is told to keep its note. */
export const NOTE_VARIABLE = 'DYNARIUM_RUNNING_FILES'

export default class RunningFiles {
  #running = new Set()

  onTestModuleStart(module) {
    this.#running.add(relative(process.cwd(), module.moduleId))
    this.#write()
  }

  onTestModuleEnd(module) {
    this.#running.delete(relative(process.cwd(), module.moduleId))
    this.#write()
  }

  #write() {
    const file = process.env[NOTE_VARIABLE]
    if (file) writeFileSync(file, [...this.#running].join('\n'))
  }
}

/** @returns {string[]} the files that were running when it was last written; the note is removed */
export function takeNote(file) {
  if (!existsSync(file)) return []
  const names = readFileSync(file, 'utf8').split('\n').filter((name) => name !== '')
  rmSync(file)
  return names
}
