import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { gitWorld, type GitWorld } from './git-fixture.ts'

let world: GitWorld

beforeEach(async () => {
  world = await gitWorld()
})
afterEach(() => world.close())

describe('a look at a folder', () => {
  it('tells its commit, whether all is committed, and whether it is the root', async () => {
    const folder = await world.repository('app', { 'index.js': 'one', 'sub/part.js': 'two' })
    const look = await world.host.lookAt(folder)
    expect(look).toMatchObject({ commits: 1, isClean: true, isRoot: true, commit: expect.stringMatching(/^[0-9a-f]{40}$/) as unknown })
    expect(await world.host.lookAt(join(folder, 'sub'))).toMatchObject({ isRoot: false, isClean: true, commit: look?.commit })
    await writeFile(join(folder, 'new.js'), 'not committed')
    expect(await world.host.lookAt(folder)).toMatchObject({ isClean: false })
  })

  it('is null for a folder in no repository, without a commit, or that an outer repository does not track', async () => {
    const plain = join(world.folder, 'plain')
    await mkdir(plain)
    expect(await world.host.lookAt(plain)).toBeNull()
    await world.git(plain, 'init', '--quiet')
    expect(await world.host.lookAt(plain)).toBeNull()
    const outer = await world.repository('outer', { '.gitignore': 'inner/\n' })
    await mkdir(join(outer, 'inner'))
    await writeFile(join(outer, 'inner', 'a.js'), '1')
    expect(await world.host.lookAt(join(outer, 'inner'))).toBeNull()
  })

  it('finds the commit that brought a text, also one that was taken away again', async () => {
    const folder = await world.repository('app', { 'index.js': "const secret = 'hunter2'" })
    await world.commit(folder, { 'index.js': 'clean' })
    expect(await world.host.findInHistory(folder, 'hunter2')).toMatch(/^[0-9a-f]{7,} /)
    expect(await world.host.findInHistory(folder, 'never there')).toBeNull()
  })
})
