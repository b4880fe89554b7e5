// Static sites: files served by a small web server that the build writes into the slug. On Heroku this was a buildpack of its own
// (nginx behind static.json); we honour its root, clean_urls, error_page and headers, and say which settings we leave out.

import { PlatformError } from '../../../../shared/errors/platform-error.ts'
import type { BuildStep, SourceTree } from '../../ports/build-host.ts'
import type { Buildpack, Plan, PlanContext, Tools } from './buildpack.ts'
import { note, step, warn } from './plan-steps.ts'
import { firstOf, has, readJson, recordIn, textIn } from './source-look.ts'
import { staticServer, type SiteSettings } from './static-server.ts'
import { need } from './tools.ts'

const language = 'Static HTML'
const serverPath = '.dynarium/static-server.cjs'
/** The root that static.json has when it names none. */
const defaultRoot = 'public_html'
const honoured = ['root', 'clean_urls', 'error_page', 'headers']

export const staticSite: Buildpack = {
  id: 'heroku/static',
  label: language,
  looksFor: ['static.json', 'index.html'],
  detect: (tree) => firstOf(tree, ['static.json', 'index.html']),
  tools: () => ['node'],
  plan,
}

function plan(tree: SourceTree, tools: Tools, context: PlanContext): Plan {
  need(tools, 'node', language, context)
  const settings = readSettings(tree)
  const folder = settings.root === '.' ? 'the root' : settings.root
  if (settings.root !== '.' && !tree.paths.some((path) => path.startsWith(`${settings.root}/`))) {
    throw new PlatformError('lockfile-missing', { why: `static.json names the root ${settings.root}, and there are no files in it.`, fix: 'Put the pages there, or correct "root" in static.json.' })
  }
  return {
    steps: [
      step('Preparing the web server'),
      note(`Serving ${folder}${settings.cleanUrls ? ', clean URLs' : ''}${settings.errorPage === null ? '' : `, ${settings.errorPage} for what is not there`}`),
      ...settingsLeftOut(tree),
      { kind: 'write', path: serverPath, text: staticServer(settings) },
    ],
    defaultTypes: { web: `node ${serverPath}` },
  }
}

function readSettings(tree: SourceTree): SiteSettings {
  const file = readJson(tree, 'static.json')
  if (file === null && has(tree, 'static.json')) throw new PlatformError('lockfile-missing', { why: 'static.json is not a JSON object.', fix: 'Correct it; an empty object, {}, serves public_html.' })
  const root = (textIn(file, 'root') ?? (file === null ? '.' : defaultRoot)).replace(/^\.?\//, '').replace(/\/+$/, '')
  if (root.split('/').includes('..')) throw new PlatformError('lockfile-missing', { why: 'static.json names a root outside of the app.', fix: 'Name a folder of the app in "root".' })
  return { root: root === '' ? '.' : root, cleanUrls: file?.['clean_urls'] === true, errorPage: textIn(file, 'error_page')?.replace(/^\/+/, '') ?? null, headers: headersIn(file) }
}

function headersIn(file: Readonly<Record<string, unknown>> | null): SiteSettings['headers'] {
  const patterns = recordIn(file, 'headers')
  return Object.keys(patterns).map((pattern) => ({
    pattern,
    values: Object.fromEntries(Object.entries(recordIn(patterns, pattern)).filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
  }))
}

function settingsLeftOut(tree: SourceTree): BuildStep[] {
  const unknown = Object.keys(readJson(tree, 'static.json') ?? {}).filter((key) => !honoured.includes(key))
  return unknown.length === 0 ? [] : [warn(`static.json: ${unknown.join(', ')} not supported here and left out.`)]
}
