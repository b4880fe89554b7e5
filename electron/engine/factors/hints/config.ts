// III. Config: what differs between deploys is in the environment. Files show values with the shape of secrets and addresses; whether a
// value really differs from deploy to deploy, they do not.

import type { Hint } from '../../../../shared/factors/hint.ts'
import { isFallback, keysRead, readsEnv } from './env-keys.ts'
import { hintAt, hintsAt, inFile, placeIn, wholeTree, type Check, type Place } from './finding.ts'
import { codeOf, isOfTheApp, jsonOf, keysIn, type Look, type SourceFile } from './look.ts'
import { looksSecret, masked, secretsIn } from './secrets.ts'

const fromEnv = {
  node: 'process.env.NAME', python: 'os.environ["NAME"]', ruby: 'ENV.fetch("NAME")', java: 'System.getenv("NAME")', go: 'os.Getenv("NAME")', php: "getenv('NAME')", scala: 'sys.env("NAME")',
}
const read = (start: string, end = ''): Readonly<Record<keyof typeof fromEnv, string>> => Object.fromEntries(Object.entries(fromEnv).map(([language, how]) => [language, `${start} ${how}${end}`])) as Readonly<Record<keyof typeof fromEnv, string>>

const secret: Check = { check: '3.s1', severity: 'error', means: 'This looks like a secret in version control: whoever has the code has it, and changing it takes a new build.', advice: read('Make it invalid where it was issued, set a new one with config:set, and read it by', '.') }
const envFile: Check = { check: '3.s2', severity: 'error', means: 'A file of config values is in version control, as it would be with the values of one deploy.', advice: 'Take it out (git rm --cached), name it in .gitignore, and set the values with config:set. An .env.example without values may stay.' }
const noEnv: Check = { check: '3.s3', severity: 'warn', means: 'No file reads the environment: config vars could change nothing.', advice: read('Read what differs between deploys by', '.') }
const address: Check = { check: '3.s4', severity: 'warn', means: 'The address of a service is in a file: each deploy would use the same one.', advice: read('Put it into a config var and read it by', '.') }
const groups: Check = { check: '3.s5', severity: 'warn', means: 'Values are grouped by the name of an environment in a file: each new deploy needs a new group, and a new build.', advice: read('Set each value by itself, as a config var, and read it by', '.') }
const undocumented: Check = { check: '3.s6', severity: 'info', means: 'This variable is read, and no file tells people that they can set it.', advice: 'Name it in app.json under env, in .env.example or in the README.' }
const illegal: Check = { check: '3.s7', severity: 'warn', means: 'This can not be the name of a config var: letters, digits and _ only, no digit first, nothing that begins with __ or HEROKU_.', advice: 'Give it another name.' }

const addresses = /(?:(?:localhost|127\.0\.0\.1|192\.168\.\d{1,3}\.\d{1,3}|10\.\d{1,3}\.\d{1,3}\.\d{1,3}):\d{2,5}\b)/
const shownOnly = /\b(?:console\.\w+|print(?:ln|f)?|puts|log(?:ger)?\.\w+|Println|Printf|echo|CORS|cors|allowed_?origins?|ALLOWED_HOSTS)\b/i
const groupFile = /(^|\/)([\w.-]*(?:production|prod|staging|environments)[\w-]*)\.(json|ya?ml|toml|properties|conf|py|js|ts|php)$/i
const groupValue = /^\s*["']?[\w.-]*(?:host|password|passwd|database|url|uri|secret|token|api_?key|user(?:name)?|counter|database_?url)["']?\s*[:=]\s*["']?[^\s"'${<#{[][^"'\n]{2,}/im
/** Set by the platform, the language or its tools. */
const ofThePlatform = /^(PORT|DYNO|HEROKU_\w+|SOURCE_VERSION|STACK|NODE_ENV|RACK_ENV|RAILS_ENV|RAILS_\w+|FLASK_\w+|DJANGO_SETTINGS_MODULE|APP_ENV|GO_ENV|HOME|PATH|PWD|USER|LANG|TZ|TMPDIR|TEMP|WEB_CONCURRENCY|PYTHON\w+|JAVA_OPTS|CI|DEBUG|HOSTNAME|SHELL|TERM|npm_\w+|(HTTP|REQUEST|SERVER|REMOTE|SCRIPT|QUERY|DOCUMENT|PATH)_\w+|PHP_SELF)$/

export function hintsOfConfig(look: Look): Hint[] {
  const envFiles = look.tree.paths.filter((path) => isOfTheApp(path) && /(^|\/)\.env(\.[\w.-]+)?$/.test(path) && !/\.(example|sample|template|dist)$/.test(path))
  return [
    ...hintsAt(look, secret, [...look.files.flatMap(secretPlaces), ...pastPlaces(look)]),
    ...hintsAt(look, envFile, envFiles.map(inFile)),
    ...(codeOf(look).length > 0 && !readsEnv(look) ? [hintAt(look, noEnv, wholeTree)] : []),
    ...hintsAt(look, address, look.files.flatMap(addressPlaces)),
    ...hintsAt(look, groups, look.files.flatMap(groupPlaces)),
    ...keyHints(look),
  ]
}

function secretPlaces(file: SourceFile): Place[] {
  if (/\.env\.(example|sample|template|dist)$/.test(file.path)) return []
  const whole = secretsIn(file.text).map(({ at }) => at)
  const named = file.kind === 'settings' || file.kind === 'xml'
    ? [...file.text.matchAll(/^([ \t]*[\w.-]{2,80}\s*[:=]\s*)["']?([^\s"'#]{8,400})/gm)].filter(([, name = '', value = '']) => looksSecret(name, value)).map(({ index, 1: name = '' }) => index + name.length)
    : file.strings.filter(({ at, text }) => looksSecret(nameBefore(file.text, at), text)).map(({ at }) => at)
  const lines = new Set<number>()
  return [...whole, ...named].map((at) => placeIn(file, at)).filter(({ line }) => line !== null && !lines.has(line) && lines.add(line) !== null).slice(0, 10)
}

/** What stands on the line before a string. */
const nameBefore = (text: string, at: number): string => text.slice(Math.max(text.lastIndexOf('\n', at - 1) + 1, at - 80), at)

function pastPlaces({ history }: Look): Place[] {
  return (history?.past ?? []).slice(0, 500).flatMap(({ path, commit, text }) => secretsIn(text).slice(0, 1).map(({ value }) => ({ file: path, line: null, excerpt: `commit ${commit.slice(0, 7)}: ${masked(value).slice(0, 100)}` })))
}

function addressPlaces(file: SourceFile): Place[] {
  if (/(^|\/)(package|app|tsconfig[\w.]*|composer)\.json$|docker-compose|compose\.ya?ml$|Procfile/.test(file.path)) return []
  const spots = file.kind === 'settings' || file.kind === 'xml' ? [...file.text.matchAll(new RegExp(addresses, 'g'))].map(({ index }) => index) : file.strings.filter(({ text }) => text.length < 500 && addresses.test(text)).map(({ at }) => at)
  return spots.filter((at) => !isFallback(file, at) && !shownOnly.test(nameBefore(file.text, at)) && !listens(nameBefore(file.text, at))).slice(0, 5).map((at) => placeIn(file, at))
}

/** An address to listen on is no service's. */
const listens = (before: string): boolean => /\b(?:listen\w*|bind|Addr|stream_socket_server|ListenAndServe)\b[^\n]{0,40}$/i.test(before)

function groupPlaces(file: SourceFile): Place[] {
  const section = /(^|\/)database\.ya?ml$/.test(file.path) ? /^production:[^\n]*\n(?:[ \t]+[^\n]*\n?|\s*\n)*/m.exec(file.text) : groupFile.test(file.path) ? { 0: file.text, index: 0 } : null
  if (section === null || /^config\/environments\/\w+\.rb$/.test(file.path)) return []
  const lines = section[0].split('\n')
  let at = section.index
  for (const line of lines.slice(0, 2000)) {
    const value = file.kind === 'json' ? /["'](?:\w*(?:host|password|database|url|uri|secret|token|counter|key))["']\s*:\s*["'][^"'$][^"']+["']/i.test(line) : groupValue.test(line)
    if (value && !isFallback(file, at) && !/\bENV\b|environ|getenv|process\.env/.test(line)) return [placeIn(file, at + line.search(/\S/))]
    at += line.length + 1
  }
  return []
}

function keyHints(look: Look): Hint[] {
  const { tree } = look
  const declared = keysIn(jsonOf(tree, 'app.json'), 'env')
  const told = tree.paths.filter((path) => /^(app\.json|README[\w.]*|docs\/[\w-]+\.md|\.env\.(example|sample|template|dist))$/i.test(path)).map((path) => tree.read(path) ?? '').join('\n')
  const known = new Set(told.match(/[A-Za-z_][A-Za-z0-9_]*/g))
  const seen = new Set<string>()
  const unknown = keysRead(look).filter(({ key, file }) => {
    if (seen.has(key) || file.kind === 'xml' || ofThePlatform.test(key) || known.has(key)) return false
    return seen.add(key) !== null
  })
  const named = [...declared, ...[...(tree.read('.env.example') ?? '').matchAll(/^\s*(?:export\s+)?([^\s=#]+)\s*=/gm)].map(([, key = '']) => key)]
  const wrong = named.filter((key) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(key) || /^(__|HEROKU_)/.test(key))
  return [...hintsAt(look, undocumented, unknown.map(({ file, at }) => placeIn(file, at))), ...hintsAt(look, illegal, wrong.map((key) => ({ ...inFile(declared.includes(key) ? 'app.json' : '.env.example'), excerpt: key.slice(0, 100) })))]
}
