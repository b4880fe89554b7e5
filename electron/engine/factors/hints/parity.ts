// X. Dev/prod parity: environments are alike. Files show different kinds of services and versions by environment, as far as they are
// written down; who deploys how often, they do not.

import type { Hint } from '../../../../shared/factors/hint.ts'
import { codeHints, hintAt, hintsAt, inFile, placeIn, wholeTree, type Check, type CodeCheck, type Place } from './finding.ts'
import { codeOf, jsonOf, keysIn, type Look } from './look.ts'
import { declares, manifestOf, withoutComments } from './manifests.ts'

const alike = 'Use the same kind of service everywhere, e.g. the same Postgres on the laptop, and let only its address differ.'
const otherDatabase: Check = { check: '10.s1', severity: 'warn', means: 'Environments use different kinds of databases: what works in one may break in the other.', advice: alike }
const otherWay: CodeCheck = {
  check: '10.s1', severity: 'info', means: 'By the name of the environment, another kind of store is used: what works here may break there.', advice: alike,
  patterns: Object.fromEntries(['node', 'python', 'ruby', 'java', 'go', 'php', 'scala'].map((kind) => [kind, /(?:\b(?:getenv|Getenv|LookupEnv|env|get|fetch|getOrElse)\(\s*["']|\b(?:ENV|environ)\[["']|\b)(?:NODE_ENV|RAILS_ENV|RACK_ENV|APP_ENV|FLASK_ENV|GO_ENV|DJANGO_ENV|ENVIRONMENT|PROFILE)\b[^\n]{0,40}?(?:==|\beq\b|\bis\b|\bin\b|equals\()[^\n]{0,20}?["'](?:dev|development|local|prod|production)["']/gi])),
  keep: ({ index = 0 }, file) => /sqlite|memory|in_?file|local_?file|\bh2\b|fake|stub|redis|postgres|mysql|store/i.test(file.text.slice(index, index + 300).split('\n').slice(0, 2).join('\n')),
}
const versions: Check = { check: '10.s2', severity: 'warn', means: 'The version of the language is not the same in all files, or in none: laptops and dynos may run different ones.', advice: 'Write one version, and let each file say the same.' }
const reviewApps: Check = { check: '10.s3', severity: 'info', means: 'app.json does not say how test and review apps differ: they could lack what the app needs.', advice: 'Add environments.test and environments.review to app.json, with their add-ons.' }
const otherServer: Check = { check: '10.s4', severity: 'info', means: 'Another server runs on laptops than in production.', advice: 'Use the same command in both, e.g. heroku local with the Procfile.' }

const large = /\b(?:postgres(?:ql)?|pg|mysql2?|mariadb|redis):?/i
const small = /\b(?:sqlite3?|h2)\b:?/i

export function hintsOfParity(look: Look): Hint[] {
  return [
    ...hintsAt(look, otherDatabase, databasePlaces(look)),
    ...codeHints(look, [otherWay]),
    ...hintsAt(look, versions, versionPlaces(look)),
    ...reviewHints(look),
    ...serverHints(look),
  ]
}

function databasePlaces(look: Look): Place[] {
  const byGroup = look.files.filter(({ path, text }) => /(^|\/)(database\.ya?ml|knexfile\.\w+|settings[\w/]*\.py|config\/[\w.-]+|[\w-]*config\.json|ormconfig\.\w+|environments?\.\w+)$/.test(path) && small.test(text) && large.test(text))
  const places = byGroup.map((file) => placeIn(file, file.text.search(small)))
  const profile = look.files.find(({ path, text }) => /application-(dev|development|local)\.(ya?ml|properties)$/.test(path) && /jdbc:(h2|sqlite|derby)/.test(text))
  if (profile !== undefined) places.push(placeIn(profile, profile.text.search(/jdbc:/)))
  const gemfile = look.files.find(({ path }) => path === 'Gemfile')
  if (gemfile !== undefined && /^\s*gem\s+["']sqlite3/m.test(gemfile.text) && /^\s*gem\s+["'](?:pg|mysql2)["']/m.test(gemfile.text)) places.push(placeIn(gemfile, gemfile.text.search(/gem\s+["']sqlite3/)))
  return places
}

/** Versions that say something different, or the manifest when there is none. */
function versionPlaces(look: Look): Place[] {
  const said = saidVersions(look)
  if (said.length === 0 && look.language !== null && codeOf(look).length > 0) return [manifestOf(look) === null ? wholeTree : inFile(manifestOf(look) ?? '')]
  const first = said[0]
  const parts = look.language === 'node' || look.language === 'java' ? 1 : 2
  const short = (version: string): string => version.split('.').slice(0, parts).join('.')
  return said.filter(({ version }) => first !== undefined && !`${short(version)}.`.startsWith(`${short(first.version)}.`) && !`${short(first.version)}.`.startsWith(`${short(version)}.`)).map(({ file, version }) => ({ ...inFile(file), excerpt: `${version}, and ${first?.version ?? ''} in ${first?.file ?? ''}` }))
}

/** Exact ones only, but for where a range is all that is ever said. */
function saidVersions({ language, tree }: Look): readonly { readonly file: string; readonly version: string }[] {
  const find = (file: string, pattern: RegExp): { file: string; version: string }[] => {
    const version = pattern.exec(withoutComments(tree.read(file) ?? ''))?.[1]
    return version === undefined ? [] : [{ file, version }]
  }
  const tool = (name: string): { file: string; version: string }[] => find('.tool-versions', new RegExp(`^${name}\\s+(?:\\w+-)?(\\d[\\d.]*)`, 'm'))
  const image = (name: string): { file: string; version: string }[] => find('Dockerfile', new RegExp(`^FROM\\s+(?:\\S+/)?${name}:(\\d[\\d.]*)`, 'im'))
  switch (language) {
    case 'node': return [...find('package.json', /"engines"\s*:\s*\{[^}]*"node"\s*:\s*"[^"\d]*(\d[\d.]*)/), ...find('.nvmrc', /v?(\d[\d.]*)/), ...find('.node-version', /v?(\d[\d.]*)/), ...tool('node(?:js)?'), ...image('node')]
    case 'python': return [...find('.python-version', /(\d[\d.]*)/), ...find('runtime.txt', /python-(\d[\d.]*)/), ...find('Pipfile', /python_(?:full_)?version\s*=\s*"(\d[\d.]*)/), ...tool('python'), ...image('python'), ...(tree.paths.includes('.python-version') ? [] : find('pyproject.toml', /requires-python\s*=\s*"[^"\d]*(\d[\d.]*)/))]
    case 'ruby': return [...find('Gemfile', /^\s*ruby\s+["'][^"'\d]*(\d[\d.]*)/m), ...find('.ruby-version', /(?:ruby-)?(\d[\d.]*)/), ...tool('ruby'), ...image('ruby')]
    case 'java': return [...find('system.properties', /java\.runtime\.version\s*=\s*(\d[\d.]*)/), ...find('pom.xml', /<(?:maven\.compiler\.(?:release|source)|java\.version)>(?:1\.)?(\d+)</), ...tool('java')]
    case 'go': return [...find('go.mod', /^go\s+(\d[\d.]*)/m), ...tool('go(?:lang)?')]
    case 'php': return [...find('composer.json', /"php"\s*:\s*"[^"\d]*(\d[\d.]*)/), ...tool('php')]
    case 'scala': return find('build.sbt', /scalaVersion\s*:=\s*"(\d[\d.]*)"/)
    case null: return []
  }
}

function reviewHints(look: Look): Hint[] {
  const app = jsonOf(look.tree, 'app.json')
  const environments = keysIn(app, 'environments')
  return app === null || environments.includes('test') || environments.includes('review') ? [] : [hintAt(look, reviewApps, inFile('app.json'))]
}

function serverHints(look: Look): Hint[] {
  const web = (file: string): string => /^web:\s*(.+)$/m.exec(withoutComments(look.tree.read(file) ?? ''))?.[1] ?? ''
  const program = (command: string): string => /\b(?:gunicorn|uvicorn|puma|unicorn|webrick|flask|runserver|nodemon|rails|artisan|sbt|php\s+-S|heroku-php-\w+|node|java|npm)\b/.exec(command)?.[0] ?? ''
  const [here, there] = [program(web('Procfile.dev')), program(web('Procfile'))]
  if (here === '' || there === '' || here === there || (there === 'puma' && here === 'rails' && declares(look, ['puma']) !== null)) return []
  return [hintAt(look, otherServer, { ...inFile('Procfile.dev'), excerpt: `web: ${web('Procfile.dev')}`.slice(0, 160) })]
}
