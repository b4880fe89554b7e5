// docs/reference/platform-api.md: which calls of Heroku's Platform API are answered, and which are not.

import { herokuCalls } from '../../electron/api/platform-api/known-paths.ts'
import { matchRoute } from '../../electron/api/platform-api/route-match.ts'

export function platformApiPage(): string {
  const [answered, not] = [true, false].map((isAnswered) => herokuCalls.filter((call) => isRouted(call) === isAnswered).sort(byPath)) as [string[], string[]]
  return `# Heroku's Platform API

Made by \`e2e/reference/platform-api-page.ts\`; do not edit. Version 3, on the control port, with the platform's token. Of the ${herokuCalls.length} calls that Heroku's public schema
and its command line know, ${answered.length} are answered on the platform's real state. The others answer 501 with the id \`not_implemented\`; what Heroku does not have
either answers 404.

## Answered
${listed(answered)}

## Not implemented
${listed(not)}
`
}

function isRouted(call: string): boolean {
  const [method = '', path = ''] = call.split(' ')
  return matchRoute(method, path) !== null
}

const pathOf = (call: string): string => call.split(' ')[1] ?? ''

function byPath(a: string, b: string): number {
  return pathOf(a) < pathOf(b) ? -1 : Number(pathOf(a) > pathOf(b))
}

const listed = (calls: readonly string[]): string => calls.map((call) => `- \`${call}\``).join('\n')
