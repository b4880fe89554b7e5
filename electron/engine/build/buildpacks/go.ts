// Go modules: every main package of the module is built into bin/, named by its folder. Vendored modules build without a network.
// Heroku also knows dep, godep, govendor and glide; Go itself has dropped them, so we ask for a go.mod.

import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { BuildStep, SourceTree, Tool } from '../../ports/build-host.ts'
import type { Buildpack, Plan, PlanContext, Tools } from './buildpack.ts'
import { note, profile, run, step } from './plan-steps.ts'
import { sayVersion } from './requested-version.ts'
import { firstMatch, firstOf, has } from './source-look.ts'
import { need } from './tools.ts'
import { fitsRange } from './version-range.ts'

const language = 'Go'

export const go: Buildpack = {
  id: 'heroku/go',
  label: language,
  looksFor: ['go.mod', 'Gopkg.lock', 'Godeps/Godeps.json', 'vendor/vendor.json', 'glide.yaml', 'src/*/*.go'],
  detect: (tree) => firstOf(tree, ['go.mod']) ?? firstMatch(tree, /^(Gopkg\.lock|Godeps\/Godeps\.json|vendor\/vendor\.json|glide\.yaml|src\/[^/]+\/[^/]+\.go)$/),
  tools: () => ['go'],
  plan,
}

function plan(tree: SourceTree, tools: Tools, context: PlanContext): Plan {
  if (!has(tree, 'go.mod')) throw new PlatformError('lockfile-missing', { why: 'There is no go.mod in the root.', fix: 'Make it and commit it: go mod init example.test/hello && go mod tidy' })
  const compiler = need(tools, 'go', language, context)
  const vendored = has(tree, 'vendor/modules.txt')
  const manifest = tree.read('go.mod') ?? ''
  const version = /^go\s+(\d+(?:\.\d+)*)/m.exec(manifest)?.[1]
  const env = { GOPATH: '{CACHE_DIR}/go', GOCACHE: '{CACHE_DIR}/go-build', GOFLAGS: `-modcacherw${vendored ? ' -mod=vendor' : ''}`, GOTELEMETRY: 'off' }
  return {
    steps: [
      step('Using the Go of this machine'),
      ...sayVersion(language, compiler, version === undefined ? null : { range: `>=${version}`, file: 'go.mod', shown: version }),
      ...hook(tree, 'go-pre-compile', env),
      ...(vendored ? [note('Using the modules in vendor: nothing is fetched')] : []),
      step('Building packages'),
      run(['go', 'build', ...flagsOf(compiler), '-tags', 'heroku', '-o', 'bin/', './...'], { env }),
      ...hook(tree, 'go-post-compile', env),
      profile('go', ['export PATH="$HOME/bin:$PATH"']),
    ],
    defaultTypes: webType(manifest),
  }
}

function flagsOf(compiler: Tool): string[] {
  // A repository around the data folder is not the app's.
  const unstamped = fitsRange(compiler.version, '>=1.18') === true ? ['-buildvcs=false'] : []
  // Leaves the build folder's name out, so that the same source gives the same slug. Go before 1.20 carries its standard library
  // compiled, and would have to compile it all again for this: 5 s become 50 s.
  const movable = fitsRange(compiler.version, '>=1.20') === true ? ['-trimpath'] : []
  return [...unstamped, ...movable]
}

/** Go names a program by the last part of its path, less a version such as v2. */
function webType(manifest: string): Record<string, string> {
  const module = /^module\s+"?([^\s"]+)"?/m.exec(manifest)?.[1]
  const parts = (module ?? '').split('/').filter((part) => !/^v\d+$/.test(part))
  const name = parts[parts.length - 1]
  return name === undefined || name === '' ? {} : { web: `bin/${name}` }
}

function hook(tree: SourceTree, name: string, env: Readonly<Record<string, string>>): BuildStep[] {
  return has(tree, `bin/${name}`) ? [step(`Running bin/${name} hook`), run(['bash', `bin/${name}`], { env })] : []
}
