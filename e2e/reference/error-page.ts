import { dynoCodes } from '../../shared/errors/dyno-codes.ts'
import { refusals } from '../../shared/errors/refusals.ts'
import { routerCodes, type RouterCode } from '../../shared/errors/router-codes.ts'
import { table } from './markdown.ts'

/** docs/reference/errors.md, from the same data the platform speaks with. */
export function errorPage(): string {
  return [
    '# Error codes', '',
    'Made from `shared/errors/`; do not edit. `npx vitest run e2e/hygiene/reference.test.ts -u` makes it anew.', '',
    '## Router (H)', '',
    'Which router: *classic* is Heroku\'s of 2018, *current* is Router 2.0.', '',
    table(['code', 'description', 'status', 'level', 'router', 'what happened', 'can it occur here'], [...routerCodes.values()].map(routerRow)), '',
    '## Dynos (R)', '',
    table(['code', 'title', 'log line', 'what happened'], Object.values(dynoCodes).map((code) => [code.code, code.title, `\`Error ${code.code} (${code.title})${code.detail === '' ? '' : ` -> ${code.detail}`}\``, code.meaning])), '',
    '## Refusals', '',
    'What a call, a push or the Platform API answers when it says no. `{words}` are filled in.', '',
    table(['code', 'API id', 'status', 'what happened', 'what to try'], Object.entries(refusals).map(([code, { id, status, message, help }]) => [`\`${code}\``, `\`${id}\``, String(status), message, help])), '',
  ].join('\n')
}

function routerRow(code: RouterCode): string[] {
  const { description, currentDescription, status, statusOf } = code
  const others = Object.entries(statusOf ?? {}).filter(([, other]) => other !== status).map(([cause, other]) => `${other} (${cause})`)
  return [
    code.code, currentDescription === undefined ? description : `${description}; current: ${currentDescription}`, [...(status === null ? [] : [String(status)]), ...others].join(', '),
    code.level, code.onlyIn ?? 'both', code.meaning, code.whyNot === undefined ? 'yes' : `no. ${code.whyNot}`,
  ]
}
