// Buildpacks of the two usual shapes: one installs a tool, exports its folder and lets the next use it; one keeps what it fetched in
// the cache and tells dynos by .profile.d what to set.

import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runIn } from '../parts/build-world.fixture.ts'
import { writeFiles } from '../parts/test-files.fixture.ts'
import { makeContainerBuildWorld, testEngine, type ContainerBuildWorld, type TestEngine } from './container-builds.fixture.ts'

const engine = testEngine()

const toolPack = {
  'bin/detect': '#!/usr/bin/env bash\n[ -f "$1/tool.txt" ] && echo Tool && exit 0\nexit 1\n',
  'bin/compile': `#!/usr/bin/env bash
set -e
build="$1" cache="$2" env="$3"
bp="$(cd "$(dirname "$0")/.." && pwd)"
. "$bp/lib/install.sh"
echo "-----> Installing tool for $STACK"
install_tool "$build/.tool" "$(cat "$env/GREETING")"
echo "export PATH=\\"$build/.tool/bin:\\$PATH\\" TOOL_HOME=\\"$build/.tool\\"" > "$bp/export"
echo "warned" >&2
`,
  'lib/install.sh': 'install_tool() { mkdir -p "$1/bin"; printf \'#!/bin/bash\\necho tool %s\\n\' "$2" > "$1/bin/tool"; chmod +x "$1/bin/tool"; }\n',
  'bin/release': '#!/usr/bin/env bash\necho "---"\necho "default_process_types:"\necho "  web: tool"\n',
  'README.md': '',
}
const cachingPack = {
  'bin/detect': '#!/usr/bin/env bash\nexit 0\n',
  'bin/compile': `#!/usr/bin/env bash
set -eo pipefail
if [ -d "$2/deps" ]; then echo "       Using cached dependencies"; else echo "       Fetching dependencies"; mkdir -p "$2/deps"; tool > "$2/deps/made.txt"; fi
cp -R "$2/deps" "$1/deps"
mkdir -p "$1/.profile.d"
echo 'export DEPS="$HOME/deps"' > "$1/.profile.d/deps.sh"
[ ! -f "$1/fail" ] || exit 9
`,
}

describe.skipIf(engine === null)('third-party buildpacks in containers', { timeout: 180_000 }, () => {
  let world: ContainerBuildWorld
  beforeEach(() => void (world = makeContainerBuildWorld(engine as TestEngine)))
  afterEach(() => world.close())

  const pack = (name: string, files: Readonly<Record<string, string>>): string => {
    writeFiles(join(world.folder, name), files)
    return join(world.folder, name)
  }

  it('BC5 are detected, compiled in order and released; one finds what the one before it exported, and the next build its cache', async () => {
    const workspace = await world.open({ 'tool.txt': '' }, { config: { GREETING: 'hello' } })
    const [one, two] = await Promise.all([workspace.fetchBuildpack(pack('tool-pack', toolPack)), workspace.fetchBuildpack(pack('caching-pack', cachingPack))])
    expect([one.name, two.name]).toEqual(['tool-pack', 'caching-pack'])
    expect([await one.detect(), await two.detect()]).toEqual(['Tool', 'caching-pack'])
    let output = ''
    expect(await one.compile((text) => (output += text))).toEqual({ exitStatus: 0 })
    expect(output).toBe('-----> Installing tool for heroku-24\nwarned\n')
    expect(await two.compile((text) => (output += text))).toEqual({ exitStatus: 0 })
    expect(output).toContain('Fetching dependencies')
    expect([await workspace.readFile('deps/made.txt'), await workspace.readFile('.profile.d/deps.sh')]).toEqual(['tool hello\n', 'export DEPS="$HOME/deps"\n'])
    expect([await one.release(), await two.release()]).toEqual(['---\ndefault_process_types:\n  web: tool\n', ''])
    expect((await runIn(workspace, ['bash', '-c', 'echo $TOOL_HOME'])).output).toBe('/tmp/build/.tool\n')
    expect(await workspace.probe('tool')).toMatchObject({ path: '/tmp/build/.tool/bin/tool' })
    await workspace.close()

    const again = await world.open({ 'tool.txt': '', 'fail': '' }, { config: { GREETING: 'hello' } })
    output = ''
    const cached = await again.fetchBuildpack(join(world.folder, 'caching-pack'))
    expect(await cached.compile((text) => (output += text))).toEqual({ exitStatus: 9 })
    expect(output).toBe('       Using cached dependencies\n')
    expect(await again.readFile('deps/made.txt')).toBe('tool hello\n')
  })

  it('BC5 say no, and one that is not there is refused', async () => {
    const workspace = await world.open({ 'a.txt': '' })
    expect(await (await workspace.fetchBuildpack(pack('tool-pack', toolPack))).detect()).toBeNull()
    await expect(workspace.fetchBuildpack(join(world.folder, 'absent'))).rejects.toThrow()
  })
})
