// Two buildpacks of the usual shape: one installs a tool and exports its folder, the next needs it.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeBuildWorld, type BuildWorld } from './build-world.fixture.ts'
import { nameOf } from './fetch-buildpack.ts'
import { runIn } from '../parts/build-world.fixture.ts'
import { createFlatShelf } from '../parts/flat-shelf.fixture.ts'
import { writeFiles } from '../parts/test-files.fixture.ts'

const toolPack = {
  'bin/detect': '#!/usr/bin/env bash\n[ -f "$1/tool.txt" ] && echo Tool && exit 0\nexit 1\n',
  'bin/compile': `#!/usr/bin/env bash
set -e
echo "-----> Installing tool for $STACK"
[ -f "$2/seen" ] && echo "       from cache"
touch "$2/seen"
mkdir -p "$1/.tool/bin" "$1/.profile.d"
printf '#!/bin/sh\\necho tool $(cat %s/GREETING)\\n' "$3" > "$1/.tool/bin/tool"
chmod +x "$1/.tool/bin/tool"
echo 'export PATH="$HOME/.tool/bin:$PATH"' > "$1/.profile.d/tool.sh"
echo "export PATH=\\"$1/.tool/bin:\\$PATH\\" TOOL_HOME=\\"$1/.tool\\"" > "$(cd "$(dirname "$0")/.." && pwd)/export"
echo "warned" >&2
`,
  'bin/release': '#!/usr/bin/env bash\necho "---"\necho "default_process_types:"\necho "  web: tool"\n',
  'README.md': '',
}
const appPack = {
  'bin/detect': '#!/usr/bin/env bash\nexit 0\n',
  'bin/compile': '#!/usr/bin/env bash\ntool > "$1/made.txt" || exit 9\n',
}

describe('third-party buildpacks', () => {
  let world: BuildWorld
  let server: Server | null = null
  beforeEach(() => void (world = makeBuildWorld(createFlatShelf)))
  afterEach(async () => {
    await world.host.stop()
    await world.close()
    server?.close()
    server = null
  })

  const pack = (name: string, files: Readonly<Record<string, string>>): string => {
    writeFiles(join(world.folder, name), files)
    return join(world.folder, name)
  }
  const git = (folder: string, ...args: string[]): string => execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { encoding: 'utf8', env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null' } }).trim()
  function serve(answer: (path: string) => { readonly status: number; readonly body?: Buffer; readonly location?: string } | null): Promise<string> {
    const made = createServer((request, response) => {
      const given = answer(request.url ?? '')
      // null: it never answers.
      if (given !== null) response.writeHead(given.status, given.location === undefined ? {} : { location: given.location }).end(given.body)
    })
    server = made
    return new Promise((resolve) => made.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(made.address() as AddressInfo).port}`)))
  }

  it('are detected, compiled in order and released; one finds what the one before it exported', async () => {
    const workspace = await world.open({ 'tool.txt': '' }, { config: { GREETING: 'hello' } })
    const [one, two] = await Promise.all([workspace.fetchBuildpack(pack('tool-pack', toolPack)), workspace.fetchBuildpack(pack('app-pack', appPack))])
    expect([one.name, two.name]).toEqual(['tool-pack', 'app-pack'])
    expect(await one.detect()).toBe('Tool')
    expect(await two.detect()).toBe('app-pack')
    let output = ''
    expect(await one.compile((text) => (output += text))).toEqual({ exitStatus: 0 })
    expect(output).toBe('-----> Installing tool for heroku-24\nwarned\n')
    expect(await two.compile(() => {})).toEqual({ exitStatus: 0 })
    expect(await workspace.readFile('made.txt')).toBe('tool hello\n')
    expect(await one.release()).toBe('---\ndefault_process_types:\n  web: tool\n')
    expect(await two.release()).toBe('')
    expect((await runIn(workspace, ['bash', '-c', 'echo $TOOL_HOME'])).output).toBe(`${join(world.dataDir, 'builds/build-1/app/.tool')}\n`)
    await workspace.close()

    const again = await world.open({ 'tool.txt': '' }, { config: { GREETING: 'hello' } })
    output = ''
    await (await again.fetchBuildpack(join(world.folder, 'tool-pack'))).compile((text) => (output += text))
    expect(output).toContain('from cache')
  })

  it('say no, and fail with their own status', async () => {
    const workspace = await world.open({ 'a.txt': '' })
    expect(await (await workspace.fetchBuildpack(pack('tool-pack', toolPack))).detect()).toBeNull()
    expect(await (await workspace.fetchBuildpack(pack('app-pack', appPack))).compile(() => {})).toEqual({ exitStatus: 9 })
  })

  it('come from git, at a branch, a tag or a commit', async () => {
    const repository = pack('git-pack', { ...appPack, 'version': 'one' })
    git(repository, 'init', '--quiet', '-b', 'main')
    git(repository, 'add', '.')
    git(repository, 'commit', '--quiet', '-m', 'one')
    git(repository, 'tag', 'v1')
    const commit = git(repository, 'rev-parse', 'HEAD')
    writeFiles(repository, { version: 'two' })
    git(repository, 'commit', '--quiet', '-a', '-m', 'two')
    const workspace = await world.open({ 'a.txt': '' })
    const versions: string[] = []
    for (const [index, ref] of ['', '#main', '#v1', `#${commit}`].entries()) {
      expect((await workspace.fetchBuildpack(`file://${repository}${ref}`)).name).toBe('git-pack')
      versions.push(readFileSync(join(world.dataDir, `builds/build-1/buildpacks/${index + 1}/version`), 'utf8'))
    }
    expect(versions).toEqual(['two', 'two', 'one', 'one'])
    await expect(workspace.fetchBuildpack(`file://${repository}#nowhere`)).rejects.toMatchObject({ code: 'buildpack-fetch-failed' })
    await expect(workspace.fetchBuildpack(`file://${repository}#--upload-pack=touch`)).rejects.toMatchObject({ code: 'buildpack-fetch-failed' })
    await expect(workspace.fetchBuildpack('ext::sh -c whoami')).rejects.toMatchObject({ code: 'buildpack-fetch-failed' })
  })

  it('come from an archive, of this machine or of the web', async () => {
    pack('src/app-pack', appPack)
    const file = join(world.folder, 'app-pack.tgz')
    execFileSync('tar', ['-C', join(world.folder, 'src'), '-czf', file, 'app-pack'])
    const url = await serve((path) => (path === '/app-pack.tgz' ? { status: 302, location: '/real' } : path === '/real' ? { status: 200, body: readFileSync(file) } : { status: 404 }))
    const workspace = await world.open({ 'a.txt': '' })
    // The web first: nothing of the workspace's folder for buildpacks is there before it.
    for (const address of [`${url}/app-pack.tgz`, file]) {
      const fetched = await workspace.fetchBuildpack(address)
      expect(fetched.name).toBe('app-pack')
      expect(await fetched.detect()).toBe('app-pack')
    }
    await expect(workspace.fetchBuildpack(`${url}/absent.tgz`)).rejects.toMatchObject({ code: 'buildpack-fetch-failed', params: { why: 'the server answered 404' } })
  })

  it('are refused without their programs, and their secrets are not shown', async () => {
    const workspace = await world.open({ 'a.txt': '' })
    await expect(workspace.fetchBuildpack(pack('empty', { 'bin/detect': '' }))).rejects.toMatchObject({ params: { why: 'it has no bin/compile that can be run' } })
    const url = (await serve(() => ({ status: 404 }))).replace('http://', 'http://me:s3cret@')
    const refusal = await workspace.fetchBuildpack(`${url}/pack.git`).catch((error: Error) => error)
    expect(refusal).toMatchObject({ code: 'buildpack-fetch-failed' })
    expect(String(refusal)).not.toContain('s3cret')
  })

  it('are given up on when they take too long, and when the build is cancelled', async () => {
    const url = await serve(() => null)
    const hurried = makeBuildWorld(createFlatShelf, { fetchMs: 300 })
    const workspace = await hurried.open({ 'a.txt': '' })
    for (const address of [`${url}/pack.tgz`, `${url}/pack.git`]) await expect(workspace.fetchBuildpack(address)).rejects.toMatchObject({ code: 'buildpack-fetch-failed', params: { why: expect.stringContaining('it took longer than') } })
    await workspace.close()
    await hurried.close()
    const patient = await world.open({ 'a.txt': '' })
    const fetching = patient.fetchBuildpack(`${url}/pack.tgz`)
    setTimeout(patient.cancel, 50)
    await expect(fetching).rejects.toMatchObject({ code: 'build-cancelled' })
    server?.closeAllConnections()
  })
})

describe('the name of a buildpack', () => {
  it('is the last part of its address', () => {
    expect(['https://github.com/a/heroku-buildpack-x.git#v2', '/tmp/x/', 'https://h/x.tar.gz?token=1', 'https://h/pack.tgz'].map(nameOf)).toEqual(['heroku-buildpack-x', 'x', 'x', 'pack'])
  })
})
