import { chmodSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export function makeFolder(name: string): string {
  return realpathSync(mkdtempSync(join(tmpdir(), `dynarium-${name}-`)))
}

/** Names that end in .sh or have no dot can be executed. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    if (/(^|\/)[^.]+(\.sh)?$/.test(name)) chmodSync(path, 0o755)
  }
}
