import type { CallOutput } from '../../../shared/protocol/calls.ts'
import { shownAddress } from '../../../shared/drains/drain-address.ts'
import { columns } from '../cli-text.ts'
import { refuse, send, type Plan } from '../plan.ts'
import type { Given, Verb } from '../verb.ts'

export const drainVerbs: readonly Verb[] = [
  { name: 'drains', usage: '', about: 'list the log drains of an app, and how they fare', argument: null, most: 0, needsApp: true, plan: ({ app }) => send(null, 'drains:list', { app: app.name }, ({ drains }) => listed(app.name, drains)) },
  { name: 'drains:add', usage: 'URL', about: 'send every log line of an app to syslog://, syslog+tls://, http:// or https://', argument: 'words', most: 1, needsApp: true, plan: add },
  { name: 'drains:remove', usage: 'URL|TOKEN', about: 'stop sending log lines there', argument: 'drain', most: 1, needsApp: true, plan: remove },
]

function listed(app: string, drains: CallOutput<'drains:list'>['drains']): string[] {
  if (drains.length === 0) return [`${app} has no log drains.`]
  return columns(drains.map(({ url, token, reading }) => [`${shownAddress(url)} (${token})`, reading === null ? '' : `${reading.state}, ${reading.sent} sent, ${reading.waiting} waiting, ${reading.dropped} dropped`]))
}

function add({ app, words: [url] }: Given): Plan {
  if (url === undefined) return refuse('Missing the address.', 'Try drains:add syslog://127.0.0.1:5514.')
  return send(`Adding drain ${shownAddress(url)} to ${app.name}...`, 'drains:add', { app: app.name, url }, ({ token, leavesMachine }) => [
    `Its token is ${token}.`, ...(leavesMachine ? [`From now on every log line of ${app.name} leaves this machine.`] : []),
  ])
}

function remove({ app, words: [drain] }: Given): Plan {
  if (drain === undefined) return refuse('Missing the address or the token.', 'drains lists them.')
  return send(`Removing drain ${shownAddress(drain)} from ${app.name}...`, 'drains:remove', { app: app.name, drain })
}
