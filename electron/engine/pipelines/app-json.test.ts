import { describe, expect, it } from 'vitest'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import { emptyManifest, readAppJson } from './app-json.ts'

const read = (value: unknown) => readAppJson(JSON.stringify(value, null, 2))

function faultOf(text: string): { line: number; why: string } {
  try {
    readAppJson(text)
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'app-json-invalid') return error.params as { line: number; why: string }
    throw error
  }
  throw new Error('it was read')
}

describe('app.json', () => {
  it('PL8 may be empty', () => {
    expect(readAppJson('{}')).toEqual(emptyManifest)
  })

  it('PL8 says what an app begins with', () => {
    const manifest = read({
      name: 'Shop', description: 'Sells tea', keywords: ['tea'], website: 'https://example.test', env: { PLAIN: 'a', KEY: { generator: 'secret' }, NEEDED: { description: 'x' }, MAYBE: { required: false }, SAID: { value: '' } },
      scripts: { 'postdeploy': 'node seed.js', 'pr-predestroy': 'node leave.js' }, addons: ['heroku-postgresql', { plan: 'heroku-redis:mini', as: 'CACHE' }],
      formation: { web: { quantity: 2, size: 'Standard-1X' }, worker: {} }, buildpacks: [{ url: 'heroku/nodejs' }], stack: 'heroku-24', generator: 'x',
    })
    expect(manifest).toEqual({
      name: 'Shop', description: 'Sells tea',
      env: {
        PLAIN: { value: 'a', isRequired: true, isSecret: false }, KEY: { value: null, isRequired: true, isSecret: true }, NEEDED: { value: null, isRequired: true, isSecret: false },
        MAYBE: { value: null, isRequired: false, isSecret: false }, SAID: { value: '', isRequired: true, isSecret: false },
      },
      postdeploy: 'node seed.js', predestroy: 'node leave.js', addons: [{ plan: 'heroku-postgresql', as: null, options: {} }, { plan: 'heroku-redis:mini', as: 'CACHE', options: {} }],
      formation: [{ type: 'web', quantity: 2, size: 'Standard-1X' }, { type: 'worker', quantity: 1, size: null }],
      buildpacks: ['heroku/nodejs'], stack: 'heroku-24', ignored: ['generator'],
    })
  })

  it('PL8 environments.review wins: names by name in env, scripts and formation, the rest as a whole', () => {
    const manifest = read({
      env: { A: '1', B: '1' }, scripts: { 'postdeploy': 'one', 'pr-predestroy': 'two' }, addons: ['a'], formation: { web: { quantity: 3 } }, buildpacks: [{ url: 'heroku/ruby' }], stack: 'heroku-22',
      environments: { review: { env: { B: '2' }, scripts: { postdeploy: 'three' }, addons: [], formation: { worker: { quantity: 1 } }, stack: 'heroku-24' }, test: { env: { A: 'no' } } },
    })
    expect([manifest.env['A']?.value, manifest.env['B']?.value]).toEqual(['1', '2'])
    expect(manifest).toMatchObject({ postdeploy: 'three', predestroy: 'two', addons: [], buildpacks: ['heroku/ruby'], stack: 'heroku-24' })
    expect(manifest.formation.map(({ type }) => type)).toEqual(['web', 'worker'])
  })

  it('PL8 may have a byte order mark, tabs and any line ends', () => {
    expect(readAppJson('\ufeff{\r\n\t"name":\t"Shop"\r\n}').name).toBe('Shop')
  })

  it.each([
    ['', 1, 'It ends too early.'],
    ['{\n  "name": "x",\n}', 3, 'There is a comma behind the last entry.'],
    ['{\n  name: "x"\n}', 2, 'A name in double quotes was expected, and here is name.'],
    ['{\n  "name": "x"\n  "stack": "y"\n}', 3, 'A comma or } was expected, and here is "stack".'],
    ['{\n  // tea\n  "name": "x"\n}', 2, 'JSON has no comments.'],
    ['{\n  "name": "x', 2, 'A text is not closed, or has a character that has to be escaped.'],
    ['{ "name": "x" } }', 1, 'Something stands behind its end.'],
    ['{\n  "name" "x"\n}', 2, 'A colon was expected behind the name, and here is "x".'],
    ['{ "name": tea }', 1, 'A value was expected, and here is tea.'],
    ['{ "a": [1, 2', 1, 'It ends before a ] that is still open.'],
    ['{\n  "name": "a",\n  "name": "b"\n}', 3, 'A name stands there twice.'],
    ['[]', 1, 'The file has to be a group of keys, and is a list.'],
    [`${'['.repeat(40)}`, 1, 'It is nested deeper than 32 levels.'],
    ['{\n  "name": 3\n}', 2, 'name has to be a text, and is 3.'],
    ['{\n  "env": {\n    "A": "1",\n    "B": { "vaule": "2" }\n  }\n}', 4, 'env.B: "vaule" is not known here.'],
    ['{\n  "env": {\n    "MY-KEY": "1"\n  }\n}', 3, 'env.MY-KEY can not be the name of a config var: letters, digits and underscores, not starting with a digit or two underscores.'],
    ['{\n  "env": {\n    "PORT": "1"\n  }\n}', 3, 'env.PORT is set by the platform.'],
    ['{\n  "env": {\n    "A": { "generator": "uuid" }\n  }\n}', 3, 'env.A.generator has to be secret, and is "uuid".'],
    ['{\n  "env": {\n    "A": 5\n  }\n}', 3, 'env.A has to be a group of keys, and is 5.'],
    ['{\n  "scripts": {\n    "predeploy": "x"\n  }\n}', 3, 'scripts: "predeploy" is not known here.'],
    ['{\n  "scripts": {\n    "postdeploy": ""\n  }\n}', 3, 'scripts.postdeploy has to have at least 1 characters.'],
    ['{\n  "formation": {\n    "web": { "quantity": -1 }\n  }\n}', 3, 'formation.web.quantity has to be at least 0.'],
    ['{\n  "formation": {\n    "web": { "quantity": 1.5 }\n  }\n}', 3, 'formation.web.quantity has to be a whole number, and is 1.5.'],
    ['{\n  "formation": {\n    "web": {\n      "size": "huge"\n    }\n  }\n}', 4, 'formation.web.size is not a dyno size, like standard-1x.'],
    ['{\n  "addons": [\n    "heroku-redis",\n    "Heroku Postgres"\n  ]\n}', 4, 'addons[2].plan has to be the name of an add-on, like heroku-postgresql or heroku-postgresql:essential-0.'],
    ['{\n  "buildpacks": [\n    "heroku/nodejs"\n  ]\n}', 3, 'buildpacks[1] has to be a group of keys, and is "heroku/nodejs".'],
    ['{\n  "environments": {\n    "staging": {}\n  }\n}', 3, 'environments: "staging" is not known here.'],
    ['{\n  "environments": {\n    "review": {\n      "stack": 24\n    }\n  }\n}', 4, 'environments.review.stack has to be a text, and is 24.'],
  ])('PL8 is refused with the line and the reason: %j', (text, line, why) => {
    expect(faultOf(text)).toEqual({ line, why })
  })
})
