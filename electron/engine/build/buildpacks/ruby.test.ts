import { describe, expect, it } from 'vitest'
import { commands, planOf, refusal, runs, said, treeOf, written } from './plan-fixture.ts'
import { ruby } from './ruby.ts'

const lock = (...gems: string[]): string => `GEM\n  specs:\n${gems.map((gem) => `    ${gem} (1.0.0)\n      base64\n`).join('')}\nDEPENDENCIES\n`
const app = (gems: string[] = [], files: Record<string, string> = {}): Record<string, string> => ({ 'Gemfile': 'ruby ">= 2.7"\n', 'Gemfile.lock': lock(...gems), ...files })

describe('the Ruby buildpack', () => {
  it('is chosen by a Gemfile, and needs its lock file', () => {
    expect(ruby.detect(treeOf({ Gemfile: '' }))).toBe('Gemfile')
    expect(refusal(() => planOf(ruby, { Gemfile: '' }))).toMatchObject({ code: 'lockfile-missing', help: 'Make it and commit it: bundle lock && git add Gemfile.lock' })
  })

  it('installs into vendor/bundle, kept in the cache', () => {
    const plan = planOf(ruby, app(), { tools: { ruby: '3.1.7' } })
    expect(commands(plan)).toEqual(['bundle install', 'bundle clean'])
    expect(runs(plan)[0]?.env).toMatchObject({ BUNDLE_PATH: 'vendor/bundle', BUNDLE_WITHOUT: 'development:test', BUNDLE_DEPLOYMENT: '1' })
    const folders = plan.steps.filter((step) => step.kind === 'restore' || step.kind === 'save' || step.kind === 'remove').map((step) => `${step.kind} ${step.path}`)
    expect(folders).toEqual(['restore vendor/bundle', 'save vendor/bundle', 'remove vendor/bundle/ruby/3.1.0/cache'])
    expect(written(plan, '.profile.d/ruby.sh')).toContain('export BUNDLE_PATH="$HOME/vendor/bundle"\n')
  })

  it('needs no network for gems in vendor/cache', () => {
    expect(commands(planOf(ruby, app(['rack'], { 'vendor/cache/rack-1.0.0.gem': '' })))[0]).toBe('bundle install --local')
  })

  it('a config var chooses the groups left out', () => {
    expect(runs(planOf(ruby, app(), { config: { BUNDLE_WITHOUT: 'test' } }))[0]?.env).toMatchObject({ BUNDLE_WITHOUT: 'test' })
  })

  it.each([
    ['plain Ruby', app(), undefined],
    ['Rack', app(['rack'], { 'config.ru': '' }), 'bundle exec rackup config.ru -p ${PORT:-5000}'],
    ['Rails', app(['railties', 'rack'], { 'config.ru': '' }), 'bin/rails server -p ${PORT:-5000} -e $RAILS_ENV'],
  ])('default types of %s', (_, files, web) => {
    const types = planOf(ruby, files).defaultTypes
    expect(types['web']).toBe(web)
    expect(types['rake']).toBe('bundle exec rake')
  })

  it('compiles the assets of a Rails app, without a database or a secret', () => {
    const rails = app(['railties', 'propshaft'], { Rakefile: '' })
    const precompile = runs(planOf(ruby, rails)).find((step) => step.argv.includes('assets:precompile'))
    expect(precompile?.env).toMatchObject({ SECRET_KEY_BASE_DUMMY: '1', RAILS_ENV: 'production' })
    expect(commands(planOf(ruby, { ...rails, 'public/assets/.manifest.json': '' }))).not.toContain('bundle exec rake assets:precompile')
    expect(commands(planOf(ruby, app(['railties'], { Rakefile: '' })))).not.toContain('bundle exec rake assets:precompile')
  })

  it('tells a Rails app about its secret', () => {
    expect(said(planOf(ruby, app(['railties'])))).toContain('set the config var SECRET_KEY_BASE')
    expect(said(planOf(ruby, app(['railties']), { config: { SECRET_KEY_BASE: 'x' } }))).not.toContain('SECRET_KEY_BASE')
  })

  it('warns about another Ruby than the one asked for', () => {
    const asks = { ...app(), Gemfile: "ruby '~> 3.4', '< 3.5'\n" }
    expect(said(planOf(ruby, asks, { tools: { ruby: '3.1.7' } }))).toContain("Gemfile asks for Ruby ~> 3.4")
    expect(said(planOf(ruby, app(), { tools: { ruby: '3.1.7' } }))).not.toContain('asks for')
  })

  it('says how to get Bundler', () => {
    expect(refusal(() => planOf(ruby, app(), { tools: { bundle: null } }))).toMatchObject({ code: 'tool-missing', help: 'Run: sudo apt-get install ruby-bundler, then push again.' })
  })
})
