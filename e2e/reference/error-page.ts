import { dynoCodes } from '../../shared/errors/dyno-codes.ts'
import { refusals } from '../../shared/errors/refusals.ts'
import { routerCodes } from '../../shared/errors/router-codes.ts'
import { table } from './markdown.ts'

/** docs/reference/errors.md, from the same data the platform speaks with. */
export function errorPage(): string {
  return [
    '# Error codes', '',
    'Made from `shared/errors/`; do not edit. `npx vitest run e2e/hygiene/reference.test.ts -u` makes it anew.', '',
    '## Router (H)', '',
    table(['code', 'description', 'status', 'level', 'what happened'], [...routerCodes.values()].map((code) => [code.code, code.description, code.status === null ? '' : String(code.status), code.level, code.meaning])), '',
    '## Dynos (R)', '',
    table(['code', 'title', 'log line', 'what happened'], Object.values(dynoCodes).map((code) => [code.code, code.title, `\`Error ${code.code} (${code.title})${code.detail === '' ? '' : ` -> ${code.detail}`}\``, code.meaning])), '',
    '## Refusals', '',
    'What a call, a push or the Platform API answers when it says no. `{words}` are filled in.', '',
    table(['code', 'API id', 'status', 'what happened', 'what to try'], Object.entries(refusals).map(([code, { id, status, message, help }]) => [`\`${code}\``, `\`${id}\``, String(status), message, help])), '',
  ].join('\n')
}
