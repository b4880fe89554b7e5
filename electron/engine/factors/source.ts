// What the source says of itself that an experiment needs to know: paths to visit, variables it reads, addresses it names, values that look
// like secrets. It only tells where to look. Whether anything of it is so, a run has to show. Comments are left out.

import type { SourceTree } from '../ports/build-host.ts'

export type Place = { readonly file: string; readonly line: number }
export type Named = Place & { readonly text: string }

export type Source = {
  /** Paths that can be visited without harm, `/` first. */
  readonly paths: readonly string[]
  /** Paths that take their time, when they are asked to. */
  readonly slowPaths: readonly string[]
  /** Paths that look like admin tasks. */
  readonly adminPaths: readonly string[]
  /** Variables that are read, without those of the platform and of the language's own ways. */
  readonly variables: readonly Named[]
  /** Variables that choose an environment, such as NODE_ENV. */
  readonly environments: readonly Named[]
  /** Ports of this machine that the code names, as of a service. */
  readonly loopback: readonly (Named & { readonly port: number })[]
  readonly secrets: readonly Named[]
  /** Where the version of the language is declared. */
  readonly version: Named | null
}

const codeFile = /\.(js|mjs|cjs|ts|py|rb|ru|java|go|php|scala|kt|conf|yml|yaml|json|toml|properties|ini|env|xml)$|(^|\/)\.env(\.\w+)?$|(^|\/)(Procfile|Gemfile|Rakefile)$/
const programFile = /\.(js|mjs|cjs|ts|py|rb|ru|java|go|php|scala|kt)$/
const notOwn = /(^|\/)(node_modules|vendor|\.venv|venv|target|dist|test|tests|spec|__tests__|\.git)\/|(^|\/)(package-lock|composer\.lock|npm-shrinkwrap)|\.(test|spec)\.|\.env\.(example|sample|template)$/
const maxFiles = 400
const maxPaths = 8
const maxNamed = 40

const variable = /process\.env\.([A-Za-z_]\w*)|process\.env\[['"](\w+)['"]\]|os\.environ(?:\.get)?[[(]\s*['"](\w+)['"]|os\.getenv\(\s*['"](\w+)['"]|\benviron(?:\.get)?[[(]\s*['"](\w+)['"]|\bENV(?:\.fetch)?[[(]\s*['"](\w+)['"]|(?:System\.getenv|sys\.env|sys\.env\.get|sys\.env\.getOrElse|getenv|Getenv|LookupEnv|env)\(\s*['"](\w+)['"]|\$_(?:ENV|SERVER)\[['"](\w+)['"]\]|\$\{\??([A-Z][A-Z0-9_]+)[:}]/g
/** `const { PORT = '5000', GREETING } = process.env`. */
const destructured = /\{([^{}]+)\}\s*=\s*process\.env\b/g
const platformOwn = /^(PORT|HOME|PATH|PWD|TMPDIR|DYNO|LANG|LC_\w+|TZ|USER|SHELL|HOSTNAME|HEROKU_\w+|SOURCE_VERSION|STACK|WEB_CONCURRENCY|\w*THREADS|\w*_OPTS|\w*OPTIONS|PYTHON\w*|NODE_OPTIONS|RUBYOPT|GEM_\w+|BUNDLE_\w+|JAVA_\w+|GO\w+|HTTP_\w+|REQUEST_\w+|REMOTE_\w+|SERVER_\w+|QUERY_STRING|SCRIPT_\w+|DOCUMENT_ROOT|PHP_SELF)$/
const environmentName = /^(NODE_ENV|RACK_ENV|RAILS_ENV|APP_ENV|FLASK_ENV|DJANGO_ENV|GO_ENV|ENV|ENVIRONMENT|PLAY_ENV|SCALA_ENV|SPRING_PROFILES_ACTIVE)$/
const serviceName = /(_URL|_URI|_DSN)$|^(DATABASE|REDIS|MONGO|CLOUDAMQP|MEMCACHIER)\w*$/
const route = /['"`](?:(?:GET|POST|PUT|DELETE) )?(\/[A-Za-z0-9_-]*(?:\/[A-Za-z0-9_-]+)*)['"`]/g
const notRoute = /^\/(tmp|app|usr|bin|etc|dev|proc|var|home|opt|lib|srv|sys)(\/|$)/
const deadly = /crash|exit|die|kill|quit|panic|boom|shutdown|abort/i
/** They take their time, and show nothing that `/` does not. */
const slow = /slow|sleep|wait|hang|stall|delay/i
const admin = /admin|migrat|\/reset|\/eval|\/seed|\/flush|\/wipe|\/purge|\/console/i
const loopbackAddress = /\b(?:localhost|127\.0\.0\.1)['"]?\s*[:,]\s*(?:port\s*[:=]\s*)?(\d{4,5})\b/g
const secretShapes: readonly RegExp[] = [
  /-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY-----/, /\bAKIA[0-9A-Z]{16}\b/, /\b[a-z][a-z0-9+]{2,14}:\/\/[^\s:/'"@{}$]*:[^\s/'"@{}$]+@[\w.-]+/,
  /\bsk_live_\w{10,}/, /\bghp_\w{20,}/, /\bxox[bp]-[\w-]{10,}/,
  /(?:secret|password|passwd|api_?key|auth_?token|access_?token)\w*['"]?\s*(?:[:=]|=>|:=)\s*['"]([^'"\s${}<>]{8,})['"]/i,
]
const harmless = /user:pass|example_|placeholder|change-?me|your[-_]|xxxx|\.test\b/i

const versionFiles: readonly (readonly [file: string, line: RegExp])[] = [
  ['package.json', /"node"\s*:\s*"([^"]+)"/], ['.python-version', /^(\d\S*)/m], ['runtime.txt', /^(\S+)/m], ['Pipfile', /python_(?:full_)?version\s*=\s*"([^"]+)"/],
  ['pyproject.toml', /requires-python\s*=\s*"([^"]+)"/], ['Gemfile', /^\s*ruby\s+['"]([^'"]+)['"]/m], ['.ruby-version', /^(\S+)/m], ['system.properties', /java\.runtime\.version\s*=\s*(\S+)/],
  ['go.mod', /^go\s+(\S+)/m], ['composer.json', /"php"\s*:\s*"([^"]+)"/], ['project/build.properties', /sbt\.version\s*=\s*(\S+)/],
]

export function readSource(tree: SourceTree): Source {
  const files = tree.paths.filter((path) => codeFile.test(path) && !notOwn.test(path)).slice(0, maxFiles)
  const lines = files.flatMap((file) => linesOf(tree, file))
  const programs = lines.filter(({ file }) => programFile.test(file))
  const variables = distinct([...lines.flatMap((line) => each(line, variable)), ...files.flatMap((file) => destructuredIn(tree, file))]).filter(({ text }) => !platformOwn.test(text))
  const routes = distinct(programs.flatMap((line) => each(line, route))).map(({ text }) => text).filter((path) => !notRoute.test(path) && !deadly.test(path))
  return {
    paths: ['/', ...routes.filter((path) => path !== '/' && !admin.test(path) && !slow.test(path))].slice(0, maxPaths),
    slowPaths: routes.filter((path) => slow.test(path)).slice(0, 2),
    adminPaths: routes.filter((path) => admin.test(path)).slice(0, maxPaths),
    variables: variables.filter(({ text }) => !environmentName.test(text)).slice(0, maxNamed),
    environments: variables.filter(({ text }) => environmentName.test(text)).slice(0, maxNamed),
    loopback: distinct(lines.flatMap((line) => each(line, loopbackAddress))).map((one) => ({ ...one, port: Number(one.text) })).slice(0, 3),
    secrets: lines.flatMap((line) => secretIn(line)).slice(0, maxNamed),
    version: versionOf(tree),
  }
}

/** Variables that name where a service is. */
export const serviceVariables = ({ variables }: Pick<Source, 'variables'>): readonly Named[] => variables.filter(({ text }) => isServiceName(text))

export const isServiceName = (name: string): boolean => serviceName.test(name)

type Line = Place & { readonly text: string }

function linesOf(tree: SourceTree, file: string): Line[] {
  let isInBlock = false
  return (tree.read(file) ?? '').split('\n').flatMap((text, index) => {
    const trimmed = text.trim()
    if (isInBlock) {
      if (trimmed.includes('*/')) isInBlock = false
      return []
    }
    if (trimmed.startsWith('/*')) isInBlock = !trimmed.includes('*/')
    const isComment = trimmed.startsWith('//') || trimmed.startsWith('#') || trimmed.startsWith('/*') || trimmed.startsWith('<!--')
    return isComment || trimmed === '' ? [] : [{ file, line: index + 1, text: text.replace(/\s(?:\/\/|#)\s.*$/, '') }]
  })
}

function each({ file, line, text }: Line, pattern: RegExp): Named[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const found = match.slice(1).find((group) => group !== undefined)
    return found === undefined ? [] : [{ file, line, text: found }]
  })
}

function destructuredIn(tree: SourceTree, file: string): Named[] {
  const text = tree.read(file) ?? ''
  return [...text.matchAll(destructured)].flatMap((match) => {
    const line = text.slice(0, match.index).split('\n').length
    return (match[1] ?? '').split(',').flatMap((part) => {
      const name = /^\s*([A-Za-z_]\w*)/.exec(part)?.[1]
      return name === undefined ? [] : [{ file, line, text: name }]
    })
  })
}

function secretIn(line: Line): Named[] {
  for (const shape of secretShapes) {
    const match = shape.exec(line.text)
    if (match !== null && !harmless.test(match[0]) && !/process\.env|environ|ENV\[|getenv|Getenv/.test(line.text)) return [{ file: line.file, line: line.line, text: match[1] ?? match[0] }]
  }
  return []
}

function versionOf(tree: SourceTree): Named | null {
  for (const [file, pattern] of versionFiles) {
    const text = tree.read(file)
    const match = text === null ? null : pattern.exec(text)
    if (match !== null && text !== null) return { file, line: text.slice(0, match.index).split('\n').length, text: match[1] ?? '' }
  }
  return null
}

function distinct(found: readonly Named[]): Named[] {
  const seen = new Set<string>()
  return found.filter(({ text }) => !seen.has(text) && seen.add(text))
}
