import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { list } from 'tar'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listTree } from '../../parts/list-tree.ts'
import { buildContext } from './build-context.ts'

describe('the context of a build (IM2)', () => {
  let source: string
  beforeEach(() => void (source = realpathSync(mkdtempSync(join(tmpdir(), 'dynarium-context-')))))
  afterEach(() => rmSync(source, { recursive: true, force: true }))

  function write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(source, path)), { recursive: true })
      writeFileSync(join(source, path), text)
    }
  }

  async function namesOf(dockerfile: string): Promise<string[]> {
    const names: string[] = []
    const reader = list({ onReadEntry: (entry) => names.push(entry.path) })
    const context = await buildContext(source, await listTree(source), dockerfile)
    await new Promise((done, fail) => context.on('error', fail).pipe(reader).on('close', done))
    return names.map((name) => name.replace(/^\.\//, '')).filter((name) => !name.endsWith('/')).sort()
  }

  it('is the folder of the Dockerfile, which goes itself even when it is named to be left out', async () => {
    write({ 'a/Dockerfile': '', 'a/.dockerignore': 'Dockerfile\n.dockerignore\n**/*.log\n!keep.log\n', 'a/x.js': '', 'a/b/deep.log': '', 'a/keep.log': '', 'other.js': '' })
    expect(await namesOf('a/Dockerfile')).toEqual(['.dockerignore', 'Dockerfile', 'keep.log', 'x.js'])
  })

  it('has files whatever they are called, and reads no archive for a name that begins with @', async () => {
    write({ Dockerfile: '', '@../list.tar': 'not an archive', '@odd': '', '-x': '', 'two words': '' })
    expect(await namesOf('Dockerfile')).toEqual(['-x', '@../list.tar', '@odd', 'Dockerfile', 'two words'])
  })

  it('takes no rules by way of a link', async () => {
    write({ Dockerfile: '', 'x.js': '', 'rules': '*.js\n' })
    symlinkSync('/dev/zero', join(source, '.dockerignore'))
    expect(await namesOf('Dockerfile')).toEqual(['.dockerignore', 'Dockerfile', 'rules', 'x.js'])
  })
})
