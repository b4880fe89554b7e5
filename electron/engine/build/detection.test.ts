import { describe, expect, it } from 'vitest'
import type { Detection } from '../../../shared/domain/build.ts'
import { orderedBuildpacks } from './buildpacks/ordered.ts'
import { treeOf } from './buildpacks/plan-fixture.ts'
import { searchBuildpack } from './detection.ts'

function search(...paths: string[]): { readonly id: string; readonly tried: Detection[] } {
  const tried: Detection[] = []
  const found = searchBuildpack(treeOf(Object.fromEntries(paths.map((path) => [path, '']))), (detection) => tried.push(detection))
  return { id: found.id, tried }
}

describe('detection', () => {
  it('has Heroku\'s order, static sites last', () => {
    expect(orderedBuildpacks.map(({ id }) => id)).toEqual([
      'heroku/ruby', 'heroku/nodejs', 'heroku/python', 'heroku/java', 'heroku/gradle', 'heroku/scala', 'heroku/php', 'heroku/go', 'heroku/static',
    ])
  })

  it.each([
    ['heroku/ruby', ['Gemfile', 'package.json']], ['heroku/nodejs', ['package.json', 'requirements.txt', 'index.html']], ['heroku/python', ['requirements.txt', 'go.mod']],
    ['heroku/java', ['pom.xml', 'build.sbt']], ['heroku/gradle', ['build.gradle', 'build.sbt']], ['heroku/scala', ['build.sbt', 'index.php']], ['heroku/php', ['composer.json', 'go.mod']],
    ['heroku/go', ['go.mod', 'index.html']], ['heroku/static', ['index.html']],
  ])('%s is the first match of %j', (id, paths) => {
    expect(search(...paths).id).toBe(id)
  })

  it('stops at the first match and keeps every answer with the file that decided', () => {
    expect(search('package.json', 'web.js').tried).toEqual([
      { buildpack: 'heroku/ruby', matched: false, label: null, file: null, reason: 'Not in the root: Gemfile.' },
      { buildpack: 'heroku/nodejs', matched: true, label: 'Node.js', file: 'package.json', reason: 'package.json is there.' },
    ])
  })

  it('says what it looked for when nothing matches', () => {
    expect(() => search('README.md', 'web/package.json')).toThrow(expect.objectContaining({
      code: 'no-buildpack', help: 'Put the manifest (Gemfile, package.json, requirements.txt, pom.xml, gradlew, *.sbt, composer.json, go.mod, static.json) in the root, check that git tracks it, or set a buildpack.',
    }))
  })
})
