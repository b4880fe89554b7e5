import { webhookLevels, type WebhookLevel } from '../../../shared/domain/webhook.ts'
import { shownAddress } from '../../../shared/drains/drain-address.ts'
import { columns } from '../cli-text.ts'
import { refuse, send, type Plan } from '../plan.ts'
import { text, type Given, type Verb } from '../verb.ts'

const flags = [
  { name: 'url', short: 'u', takes: 'URL', about: 'where to post, by http:// or https://' }, { name: 'include', short: 'i', takes: 'TOPICS', about: 'what to hear of, e.g. api:release,api:dyno' },
  { name: 'level', short: 'l', takes: 'notify|sync', about: 'notify posts once, sync until it is taken' }, { name: 'secret', short: 's', takes: 'SECRET', about: 'what posts are signed with' },
  { name: 'authorization', short: 't', takes: 'TEXT', about: 'an Authorization header to send along' },
] as const

export const webhookVerbs: readonly Verb[] = [
  { name: 'webhooks', usage: '', about: 'list the webhooks of an app', argument: null, most: 0, needsApp: true, plan: ({ app }) => send(null, 'webhooks:list', { app: app.name }, ({ webhooks }) => (webhooks.length === 0 ? [`${app.name} has no webhooks.`] : columns([['ID', 'URL', 'Include', 'Level'], ...webhooks.map(({ id, url, include, level }) => [id, shownAddress(url), include.join(','), level])]))) },
  { name: 'webhooks:add', usage: '', about: 'post what happens to an app to an address', argument: null, most: 0, flags, needsApp: true, plan: add },
  { name: 'webhooks:remove', usage: 'ID', about: 'post there no more', argument: 'words', most: 1, needsApp: true, plan: remove },
  { name: 'webhooks:deliveries', usage: '', about: 'what was posted, and how it was answered', argument: null, most: 0, needsApp: true, plan: deliveries },
]

function add(given: Given): Plan {
  const [url, include, level, secret, authorization] = ['url', 'include', 'level', 'secret', 'authorization'].map((flag) => text(given, flag))
  if (url == null || include == null || !isLevel(level)) return refuse('Missing required flags: include, level and url.', 'Try webhooks:add -i api:release -l sync -u http://127.0.0.1:9000/.')
  return send(`Adding webhook to ${given.app.name}...`, 'webhooks:add', { app: given.app.name, url, include: include.split(','), level, ...(secret == null ? {} : { secret }), ...(authorization == null ? {} : { authorization }) }, (made) => [
    `Webhooks Signing Secret: ${made.secret}`, ...(made.leavesMachine ? [`From now on what happens to ${given.app.name} is told beyond this machine.`] : []),
  ])
}

function remove({ app, words: [webhook] }: Given): Plan {
  if (webhook === undefined) return refuse('Missing the id.', 'webhooks lists them.')
  return send(`Removing webhook ${webhook} from ${app.name}...`, 'webhooks:remove', { app: app.name, webhook })
}

function deliveries({ app }: Given): Plan {
  return send(null, 'webhooks:deliveries', { app: app.name }, (told) => {
    if (told.deliveries.length === 0) return [`Nothing was posted to webhooks of ${app.name}.`]
    return columns([['Delivery', 'Include', 'Status', 'Attempts', 'Code', 'Error'], ...[...told.deliveries].reverse().map(({ id, include, status, attempts, lastAttempt }) => [id, include, status, String(attempts), String(lastAttempt?.code ?? ''), lastAttempt?.error ?? ''])])
  })
}

const isLevel = (given: string | null | undefined): given is WebhookLevel => webhookLevels.some((level) => level === given)
