import { describe, expect, it } from 'vitest'
import { nodejs } from './nodejs.ts'
import { commands, planOf, refusal, runs, said, treeOf, written } from './plan-fixture.ts'

const manifest = (value: object): string => JSON.stringify({ scripts: { start: 'node web.js' }, ...value })
const app = (value: object = {}, files: Record<string, string> = { 'package-lock.json': '{}' }): Record<string, string> => ({ 'package.json': manifest(value), ...files })

describe('the Node.js buildpack', () => {
  it('is chosen by package.json in the root', () => {
    expect(nodejs.detect(treeOf({ 'package.json': '{}' }))).toBe('package.json')
    expect(nodejs.detect(treeOf({ 'web/package.json': '{}' }))).toBeNull()
  })

  it.each([
    ['package-lock.json', 'npm', 'npm ci --include=dev'],
    ['npm-shrinkwrap.json', 'npm', 'npm ci --include=dev'],
    ['yarn.lock', 'yarn', 'yarn install --frozen-lockfile --production=false'],
    ['pnpm-lock.yaml', 'pnpm', 'pnpm install --frozen-lockfile --prod=false'],
  ])('installs by %s with %s', (lockFile, tool, command) => {
    const files = app({}, { [lockFile]: '' })
    expect(nodejs.tools(treeOf(files))).toEqual(['node', tool])
    expect(commands(planOf(nodejs, files))).toEqual([command])
  })

  it('knows Yarn 2 and later by their lock file', () => {
    const plan = planOf(nodejs, app({ devDependencies: { vite: '1' } }, { 'yarn.lock': '__metadata:\n  version: 8\n' }))
    expect(commands(plan)).toEqual(['yarn install --immutable', 'yarn workspaces focus --all --production'])
  })

  it('installs without a lock file, and says what that costs', () => {
    const plan = planOf(nodejs, app({}, {}))
    expect(commands(plan)).toEqual(['npm install --include=dev'])
    expect(said(plan)).toContain(' !     No lock file: two builds may get different versions.')
  })

  it('refuses two lock files', () => {
    expect(refusal(() => planOf(nodejs, app({}, { 'package-lock.json': '', 'yarn.lock': '' })))).toMatchObject({
      code: 'lockfile-missing', message: 'Build failed because two different lock files were detected: package-lock.json and yarn.lock.', help: 'Keep the one of the package manager you use: git rm yarn.lock',
    })
  })

  it('only rebuilds modules that are in the source', () => {
    const plan = planOf(nodejs, app({}, { 'package-lock.json': '', 'node_modules/ms/index.js': '' }))
    expect(commands(plan)).toEqual(['npm rebuild'])
    expect(said(plan)).toContain('nothing is fetched')
  })

  it('runs prebuild, build, prune and cleanup in that order', () => {
    const scripts = { 'start': 's', 'build': 'b', 'heroku-prebuild': 'p', 'heroku-cleanup': 'c' }
    expect(commands(planOf(nodejs, app({ scripts, devDependencies: { vite: '1' } })))).toEqual([
      'npm run heroku-prebuild', 'npm ci --include=dev', 'npm run build', 'npm prune --omit=dev', 'npm run heroku-cleanup',
    ])
  })

  it('heroku-postbuild wins over build', () => {
    expect(commands(planOf(nodejs, app({ scripts: { 'build': 'b', 'heroku-postbuild': 'p' } })))).toEqual(['npm ci --include=dev', 'npm run heroku-postbuild'])
  })

  it('keeps devDependencies when the config vars ask', () => {
    const plan = planOf(nodejs, app({ devDependencies: { vite: '1' } }), { config: { NPM_CONFIG_PRODUCTION: 'false' } })
    expect(commands(plan)).toEqual(['npm ci --include=dev'])
  })

  it('builds for production unless a config var says otherwise', () => {
    expect(runs(planOf(nodejs, app()))[0]?.env).toMatchObject({ NODE_ENV: 'production', npm_config_cache: '{CACHE_DIR}/npm' })
    expect(runs(planOf(nodejs, app(), { config: { NODE_ENV: 'staging' } }))[0]?.env).toMatchObject({ NODE_ENV: 'staging' })
  })

  it('warns when the Node of this machine is not the one asked for', () => {
    const asks = app({ engines: { node: '18.x' } })
    expect(said(planOf(nodejs, asks, { tools: { node: '20.20.2' } }))).toContain(' !     package.json engines asks for Node.js 18.x; this machine has 20.20.2')
    expect(said(planOf(nodejs, asks, { tools: { node: '18.15.0' } }))).not.toContain(' !     ')
  })

  it('warns when nothing says how to start', () => {
    expect(said(planOf(nodejs, app({ scripts: {} })))).toContain('may not specify any way to start')
    expect(said(planOf(nodejs, app({ scripts: {} }, { 'package-lock.json': '', 'Procfile': 'web: x' })))).not.toContain('may not specify')
  })

  it('gives web and the environment of dynos', () => {
    const plan = planOf(nodejs, app())
    expect(plan.defaultTypes).toEqual({ web: 'npm start' })
    expect(written(plan, '.profile.d/nodejs.sh')).toContain('export NODE_ENV="${NODE_ENV:-production}"\n')
    expect(written(plan, '.profile.d/nodejs.sh')).toContain('export PATH="$HOME/node_modules/.bin:$PATH"\n')
  })

  it.each([
    ['linux', 'Run: sudo apt-get install nodejs npm, then push again.'],
    ['darwin', 'Run: brew install node, then push again.'],
    ['win32', 'Run: winget install OpenJS.NodeJS.LTS, then push again.'],
  ])('says how to get Node on %s', (platform, help) => {
    expect(refusal(() => planOf(nodejs, app(), { platform, tools: { node: null } }))).toMatchObject({ code: 'tool-missing', message: 'Node.js needs node, which is not on this machine.', help })
  })

  it('says how to get the package manager of the lock file', () => {
    const files = app({}, { 'pnpm-lock.yaml': '' })
    expect(refusal(() => planOf(nodejs, files, { tools: { pnpm: null } }))).toMatchObject({ code: 'tool-missing', help: 'Run: npm install --global pnpm, then push again.' })
  })

  it('refuses a package.json that is no JSON', () => {
    expect(refusal(() => planOf(nodejs, { 'package.json': '{' }))).toMatchObject({ code: 'lockfile-missing', message: 'package.json is not a JSON object.' })
  })
})
