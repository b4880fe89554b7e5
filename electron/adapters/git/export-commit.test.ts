import { chmod, lstat, readdir, readFile, readlink, rename, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PlatformError } from '../../../shared/errors/platform-error.ts'
import { keptHandle } from '../../engine/ports/git-host.ts'
import { gitWorld, type GitWorld } from './git-fixture.ts'

let world: GitWorld
let exported: string
let said: string[]
let failure: PlatformError | null

beforeEach(async () => {
  world = await gitWorld()
  exported = join(world.folder, 'exported')
  said = []
  failure = null
  world.receive = async ([push]) => {
    if (push === undefined) throw new Error('a push of nothing')
    await world.host.exportGit(push.handle, push.newCommit, exported, (text) => said.push(text)).catch((error: PlatformError) => (failure = error))
    return { accept: failure === null }
  }
})
afterEach(() => world.close())

const push = (folder: string) => world.git(folder, 'push', world.url('hello'), 'main')

describe('the source of a build', () => {
  it('is the whole tree of the pushed commit, while git still keeps it in quarantine', async () => {
    const folder = await world.repository('app', { 'index.js': 'one', 'sub/deep/file.txt': 'two', 'docs/x.md': 'x', '.gitattributes': 'docs/ export-ignore\n*.txt text eol=lf\n' })
    await symlink('sub/deep', join(folder, 'link'))
    await symlink('/etc/hostname', join(folder, 'outside'))
    await chmod(join(folder, 'index.js'), 0o755)
    await world.commit(folder, {})
    await push(folder)
    expect(failure).toBeNull()
    expect(new Set(await readdir(exported))).toEqual(new Set(['.gitattributes', 'docs', 'index.js', 'link', 'outside', 'sub']))
    expect(await readFile(join(exported, 'sub/deep/file.txt'), 'utf8')).toBe('two')
    expect(await readlink(join(exported, 'outside'))).toBe('/etc/hostname')
    expect((await lstat(join(exported, 'index.js'))).mode & 0o111).not.toBe(0)
    expect(await scratch()).toEqual(new Set(['id-hello.git']))
  })

  it('can be had during its push only', async () => {
    const folder = await world.repository('app', { 'index.js': 'one' })
    let handle = ''
    let commit = ''
    world.receive = ([first]) => {
      handle = first?.handle ?? ''
      commit = first?.newCommit ?? ''
      return Promise.resolve({ accept: true })
    }
    await push(folder)
    await expect(world.host.exportGit(handle, commit, exported, () => {})).rejects.toMatchObject({ code: 'source-unreadable' })
  })

  it('can be had of a commit that the repository has kept, also later', async () => {
    await push(await world.repository('app', { 'index.js': 'one' }))
    const commit = (await world.git(join(world.folder, 'app'), 'rev-parse', 'HEAD')).output.trim()
    const again = join(world.folder, 'again')
    await world.host.exportGit(keptHandle('id-hello'), commit, again, () => {})
    expect(await readFile(join(again, 'index.js'), 'utf8')).toBe('one')
    await expect(world.host.exportGit(keptHandle('id-hello'), 'f'.repeat(40), join(world.folder, 'none'), () => {})).rejects.toMatchObject({ code: 'source-unreadable' })
  })

  it('warns when large files are kept elsewhere', async () => {
    await push(await world.repository('app', { '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n', 'index.js': '1' }))
    expect(said.join('')).toContain('Git LFS files are pointers here')
  })
})

describe('submodules', () => {
  it('are fetched at the recorded commit', async () => {
    const outer = await withSubmodule()
    await world.commit(join(world.folder, 'part'), { 'part.js': 'newer, and not recorded' })
    await push(outer)
    expect(failure).toBeNull()
    expect(await readFile(join(exported, 'vendor/part/part.js'), 'utf8')).toBe('the part')
    expect(said.join('')).toContain('Fetching submodule vendor/part')
    expect(await scratch()).toEqual(new Set(['id-hello.git', 'id-part.git']))
  })

  it('may lie in a folder of this machine', async () => {
    const part = await world.repository('local-part', { 'part.js': 'local' })
    const outer = await world.repository('outer', { 'index.js': '1' })
    await world.git(outer, 'submodule', '--quiet', 'add', part, 'part')
    await world.commit(outer, {})
    await push(outer)
    expect(failure).toBeNull()
    expect(await readFile(join(exported, 'part/part.js'), 'utf8')).toBe('local')
  })

  it('inside submodules are fetched too', async () => {
    const inner = await world.repository('inner', { 'inner.js': 'inner' })
    const middle = await world.repository('middle', { 'middle.js': 'middle' })
    await world.git(middle, 'submodule', '--quiet', 'add', inner, 'inner')
    await world.commit(middle, {})
    const outer = await world.repository('outer', { 'index.js': '1' })
    await world.git(outer, 'submodule', '--quiet', 'add', middle, 'middle')
    await world.commit(outer, {})
    await push(outer)
    expect(await readFile(join(exported, 'middle/inner/inner.js'), 'utf8')).toBe('inner')
  })

  it.each([
    ['../part.git', 'none that is relative'],
    ['ext::sh -c touch% /tmp/owned', 'only http, https, git, ssh and file'],
    ['http://user:secret@127.0.0.1:1/x.git', '127.0.0.1'],
  ])('at %s are refused with a reason', async (address, reason) => {
    const pushed = await push(await withSubmodule(address))
    expect(pushed.status).toBe(1)
    expect(failure).toMatchObject({ code: 'submodule-failed', params: { path: 'vendor/part' } })
    expect(failure?.message).toContain(reason)
    expect(failure?.message).not.toContain('secret')
    expect(await scratch()).toEqual(new Set(['id-hello.git', 'id-part.git']))
  })

  it('whose address is an option in disguise are refused by git itself', async () => {
    const pushed = await push(await withSubmodule('--upload-pack=touch /tmp/owned'))
    expect(pushed.status).toBe(1)
    expect(pushed.output).toContain('gitmodulesUrl')
  })

  it('are told by the pushed .gitmodules alone, which can not bring in a file of this machine', async () => {
    const outer = await withSubmodule()
    const elsewhere = join(world.folder, 'elsewhere.cfg')
    await rename(join(outer, '.gitmodules'), elsewhere)
    await world.commit(outer, { '.gitmodules': `[include]\n\tpath = ${elsewhere}\n` })
    await push(outer)
    expect(failure).toMatchObject({ code: 'submodule-failed', params: { url: '(no address)' } })
  })

  it('whose commit was never published are refused with that reason', async () => {
    const outer = await withSubmodule()
    await world.commit(join(outer, 'vendor/part'), { 'part.js': 'only here' })
    await world.commit(outer, {}, 'Point to an unpublished commit')
    await push(outer)
    expect(failure).toMatchObject({ code: 'submodule-failed', message: expect.stringContaining('was that pushed there?') })
  })

  it('without a .gitmodules are left out, and the push says so', async () => {
    const outer = await withSubmodule()
    await world.git(outer, 'rm', '--quiet', '-f', '--cached', '.gitmodules')
    await world.git(outer, 'commit', '--quiet', '-m', 'Forget the address')
    await push(outer)
    expect(failure).toBeNull()
    expect(said.join('')).toContain('vendor/part: a repository inside the repository and no .gitmodules')
  })
})

/** `outer` holds `part` at `vendor/part`, which is also pushed to the host, so that it has an address without a password. */
async function withSubmodule(address?: string): Promise<string> {
  const part = await world.repository('part', { 'part.js': 'the part' })
  const receive = world.receive
  world.receive = () => Promise.resolve({ accept: true })
  await world.git(part, 'push', world.url('part'), 'main')
  world.receive = receive
  const outer = await world.repository('outer', { 'index.js': '1' })
  await world.git(outer, 'submodule', '--quiet', 'add', world.url('part'), 'vendor/part')
  if (address !== undefined) await world.git(outer, 'config', '-f', '.gitmodules', 'submodule.vendor/part.url', address)
  await world.commit(outer, {}, 'Add the part')
  return outer
}

/** What lies beside the repositories, and they themselves. */
async function scratch(): Promise<Set<string>> {
  return new Set(await readdir(join(world.dataDir, 'repos')))
}
