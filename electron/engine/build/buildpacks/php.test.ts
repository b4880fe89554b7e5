import { describe, expect, it } from 'vitest'
import { php } from './php.ts'
import { commands, planOf, refusal, said, treeOf } from './plan-fixture.ts'

const composer = (value: object): string => JSON.stringify(value)
const install = 'composer install --no-dev --prefer-dist --optimize-autoloader --no-interaction --no-progress'

describe('the PHP buildpack', () => {
  it.each(['composer.json', 'index.php'])('is chosen by %s', (file) => {
    expect(php.detect(treeOf({ [file]: '' }))).toBe(file)
  })

  it('needs no Composer when only the platform is required', () => {
    const files = { 'composer.json': composer({ require: { 'php': '>=8.0', 'ext-mbstring': '*' } }), 'index.php': '' }
    expect(php.tools(treeOf(files))).toEqual(['php'])
    expect(commands(planOf(php, files))).toEqual([])
  })

  it('installs packages by their lock file, which has to be there', () => {
    const files = { 'composer.json': composer({ require: { 'psr/log': '^3.0' } }) }
    expect(commands(planOf(php, { ...files, 'composer.lock': '{}' }))).toEqual([install])
    expect(refusal(() => planOf(php, files))).toMatchObject({ code: 'lockfile-missing', help: 'Make it and commit it: composer update && git add composer.lock' })
  })

  it('runs the compile script', () => {
    const files = { 'composer.json': composer({ scripts: { compile: 'php build.php' } }) }
    expect(commands(planOf(php, files))).toEqual([install, 'composer run-script --no-dev compile'])
  })

  it('uses packages in vendor when there is no Composer', () => {
    const files = { 'composer.json': composer({ require: { 'psr/log': '^3.0' } }), 'composer.lock': '{}' }
    expect(refusal(() => planOf(php, files, { tools: { composer: null } }))).toMatchObject({ code: 'tool-missing', help: 'Run: sudo apt-get install composer, then push again.' })
    expect(commands(planOf(php, { ...files, 'vendor/autoload.php': '' }, { tools: { composer: null } }))).toEqual([])
  })

  it('serves the root, or public when that is where index.php is', () => {
    expect(planOf(php, { 'index.php': '' }).defaultTypes).toEqual({ web: 'php -S 0.0.0.0:$PORT -t .' })
    expect(planOf(php, { 'composer.json': '{}', 'public/index.php': '' }).defaultTypes).toEqual({ web: 'php -S 0.0.0.0:$PORT -t public' })
  })

  it('says that Heroku runs another web server', () => {
    expect(said(planOf(php, { 'index.php': '' }))).toContain('Heroku would run Apache and PHP-FPM')
  })

  it('takes an empty composer.json and refuses one that is no JSON', () => {
    expect(commands(planOf(php, { 'composer.json': '' }))).toEqual([])
    expect(refusal(() => planOf(php, { 'composer.json': 'x' }))).toMatchObject({ code: 'lockfile-missing' })
  })

  it('warns about another PHP than the one asked for', () => {
    expect(said(planOf(php, { 'composer.json': composer({ require: { php: '^8.3' } }) }, { tools: { php: '8.2.36' } }))).toContain('composer.json asks for PHP ^8.3')
  })
})
