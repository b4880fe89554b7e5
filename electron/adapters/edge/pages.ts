// The pages the router answers with by itself. They ship as text in the bundle: the thread that serves them reads no files.

import { routerCodes } from '../../../shared/errors/router-codes.ts'
import applicationError from '../../../resources/error-pages/application-error.html?raw'
import blankApp from '../../../resources/error-pages/blank-app.html?raw'
import maintenanceMode from '../../../resources/error-pages/maintenance-mode.html?raw'
import noSuchApp from '../../../resources/error-pages/no-such-app.html?raw'

export type PageFacts = {
  /** An H code; null for a host that no app has. */
  readonly code: string | null
  readonly host: string
  readonly appName: string
  readonly requestId: string
}

export function errorPage(facts: PageFacts): string {
  const known = facts.code === null ? undefined : routerCodes.get(facts.code)
  const values: Readonly<Record<string, string>> = {
    code: facts.code ?? '', host: facts.host, app: facts.appName, request: facts.requestId,
    description: known?.description ?? '', meaning: known?.meaning ?? '',
  }
  return template(facts.code).replace(/\{\{(\w+)\}\}/g, (_, name: string) => escaped(values[name] ?? ''))
}

function template(code: string | null): string {
  if (code === null) return noSuchApp
  if (code === 'H80') return maintenanceMode
  return code === 'H81' ? blankApp : applicationError
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
