// The pages the router answers with by itself. They ship as text in the bundle: the thread that serves them reads no files. An app may
// have pages of its own (ERROR_PAGE_URL, MAINTENANCE_PAGE_URL): those are shown in a frame, as Heroku does.

import { routerCodes } from '../../../shared/errors/router-codes.ts'
import applicationError from '../../../resources/error-pages/application-error.html?raw'
import blankApp from '../../../resources/error-pages/blank-app.html?raw'
import customPage from '../../../resources/error-pages/custom-page.html?raw'
import maintenanceMode from '../../../resources/error-pages/maintenance-mode.html?raw'
import noSuchApp from '../../../resources/error-pages/no-such-app.html?raw'

export type PageFacts = {
  /** An H code; null for a host that no app has. */
  readonly code: string | null
  readonly host: string
  readonly appName: string
  readonly requestId: string
}

export type CustomPages = { readonly errorPageUrl: string | null; readonly maintenancePageUrl: string | null }

export function errorPage(facts: PageFacts, custom: CustomPages | null = null): string {
  const known = facts.code === null ? undefined : routerCodes.get(facts.code)
  const url = customUrl(facts.code, custom)
  const values: Readonly<Record<string, string>> = {
    code: facts.code ?? '', host: facts.host, app: facts.appName, request: facts.requestId,
    description: known?.description ?? '', meaning: known?.meaning ?? '', url: url ?? '',
  }
  return (url === null ? template(facts.code) : customPage).replace(/\{\{(\w+)\}\}/g, (_, name: string) => escaped(values[name] ?? ''))
}

/** Only addresses of the web: a `javascript:` in a frame would be a script of the app's host. */
function customUrl(code: string | null, custom: CustomPages | null): string | null {
  if (custom === null || code === null || code === 'H81') return null
  const url = code === 'H80' ? custom.maintenancePageUrl : custom.errorPageUrl
  return url !== null && /^(https?:)?\/\//i.test(url) ? url : null
}

function template(code: string | null): string {
  if (code === null) return noSuchApp
  if (code === 'H80') return maintenanceMode
  return code === 'H81' ? blankApp : applicationError
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
