import type { AddOn } from '../../../shared/domain/add-on.ts'
import { replicationModes } from '../../../shared/domain/postgres.ts'
import type { CallOutput } from '../../../shared/protocol/calls.ts'
import { byteSize } from '../../../shared/text/amounts.ts'
import { columns, header, pairs, since } from '../cli-text.ts'
import { print, refuse, send, type ConsoleWorld, type Plan } from '../plan.ts'
import { text, type Given, type Verb } from '../verb.ts'
import { addOnMeant, isRefusal } from './addon-meant.ts'

const kind = { service: 'heroku-postgresql', thing: 'database', first: 'DATABASE' } as const
const confirm = { name: 'confirm', takes: 'APP', about: "the app's name, to be sure" } as const
const credential = { name: 'name', short: 'n', takes: 'CREDENTIAL', about: 'which credential' } as const
const of = { argument: 'attachment', needsApp: true } as const

export const postgresVerbs: readonly Verb[] = [
  { ...of, name: 'pg:info', aliases: ['pg'], usage: '[DATABASE]', about: 'plan, size, connections and servers of a database', most: 1, plan: withDatabase((addOn, _, { now }) => send(null, 'pg:info', { addOn: addOn.name }, (info) => infoLines(info, now))) },
  { ...of, name: 'pg:psql', usage: '[DATABASE] -c SQL', about: 'run SQL, and show the last answer', most: 1, flags: [{ name: 'command', short: 'c', takes: 'SQL', about: 'what to run' }, { name: 'credential', takes: 'NAME', about: 'as which credential' }], plan: withDatabase(psql) },
  { ...of, name: 'pg:ps', usage: '[DATABASE]', about: 'what its connections do now', most: 1, plan: withDatabase((addOn) => send(null, 'pg:ps', { addOn: addOn.name }, table)) },
  { ...of, name: 'pg:kill', usage: 'PID [DATABASE]', about: 'end what a connection does', most: 2, flags: [{ name: 'force', short: 'f', takes: null, about: 'end the connection itself' }], plan: kill },
  { ...of, name: 'pg:locks', usage: '[DATABASE]', about: 'who waits for whom', most: 1, plan: withDatabase((addOn) => send(null, 'pg:locks', { addOn: addOn.name }, table)) },
  { ...of, name: 'pg:outliers', usage: '[DATABASE]', about: 'the statements that took the most time', most: 1, plan: withDatabase((addOn) => send(null, 'pg:outliers', { addOn: addOn.name }, table)) },
  { ...of, name: 'pg:hosts', usage: '', about: 'where a database can be made, for addons:create --host', argument: null, most: 0, needsApp: false, plan: () => send(null, 'pg:hosts', {}, ({ hosts }) => hosts.map(({ kind, isThere, about }) => `${kind}${isThere ? '' : ' (not there)'}: ${about}`)) },
  { ...of, name: 'pg:promote', usage: 'DATABASE', about: 'make it the DATABASE of the app', most: 1, plan: needsWord(withDatabase((addOn, { app }) => send(`Promoting ${addOn.name} to DATABASE_URL on ${app.name}...`, 'addons:attach', { addOn: addOn.name, app: app.name, as: kind.first, confirm: app.name }))) },
  { ...of, name: 'pg:unfollow', usage: 'DATABASE', about: 'end that it follows another; it takes writes then', most: 1, flags: [confirm], plan: needsWord(withDatabase(sure('pg:unfollow', 'it will never follow again'))) },
  { ...of, name: 'pg:settings', usage: '[DATABASE]', about: 'how its standby works', most: 1, flags: [{ name: 'replication', takes: replicationModes.join('|'), about: 'whether commits wait for the standby' }, { name: 'detection', takes: 'MS', about: 'how long a primary may be silent' }], plan: withDatabase(settings) },
  { ...of, name: 'pg:credentials', usage: '[DATABASE]', about: 'list its credentials', most: 1, plan: withDatabase((addOn) => print(header(`Credentials of ${addOn.name}`), '', ...Object.keys(addOn.config))) },
  { ...of, name: 'pg:credentials:create', usage: '[DATABASE] -n NAME', about: 'a role with a URL of its own', most: 1, flags: [credential], plan: withDatabase((addOn, given) => withName(given, (name) => send(`Creating credential ${name}...`, 'pg:credentials:create', { addOn: addOn.name, name }))) },
  { ...of, name: 'pg:credentials:rotate', usage: '[DATABASE] [-n NAME]', about: 'another password, in every app at once', most: 1, flags: [credential], plan: withDatabase((addOn, given) => send(`Rotating ${text(given, 'name') ?? 'default'}...`, 'pg:credentials:rotate', { addOn: addOn.name, ...(text(given, 'name') === null ? {} : { name: text(given, 'name') ?? '' }) })) },
  { ...of, name: 'pg:credentials:destroy', usage: '[DATABASE] -n NAME', about: 'remove a credential', most: 1, flags: [credential, confirm], plan: withDatabase((addOn, given, world) => withName(given, (name) => confirmed(given, world, addOn, `removes credential ${name} of ${addOn.name}`, (payer) => send(`Destroying credential ${name}...`, 'pg:credentials:destroy', { addOn: addOn.name, name, confirm: payer })))) },
  { ...of, name: 'pg:backups', usage: '[DATABASE]', about: 'list its backups', most: 1, plan: withDatabase(backups) },
  { ...of, name: 'pg:backups:capture', usage: '[DATABASE]', about: 'take a backup now', most: 1, plan: withDatabase((addOn) => send(`Backing up ${addOn.name}...`, 'pg:backups:capture', { addOn: addOn.name }, ({ id }) => [`It is ${id}. pg:backups shows when it is whole.`])) },
  { ...of, name: 'pg:backups:restore', usage: 'BACKUP [DATABASE]', about: 'replace all data by a backup', most: 2, flags: [confirm, { name: 'from', takes: 'ADDON', about: 'whose backup it is' }], plan: restore },
  { ...of, name: 'pg:backups:schedule', usage: '[DATABASE] --at HOUR', about: 'take one each day', most: 1, flags: [{ name: 'at', takes: 'HOUR', about: '0 to 23, UTC' }], plan: withDatabase(schedule) },
  { ...of, name: 'pg:backups:unschedule', usage: '[DATABASE]', about: 'no more each day', most: 1, plan: withDatabase((addOn) => send(`Unscheduling backups of ${addOn.name}...`, 'pg:backups:schedule', { addOn: addOn.name, hour: null })) },
  { ...of, name: 'pg:backups:url', usage: 'BACKUP [DATABASE]', about: 'where its file can be fetched, for an hour', most: 2, plan: withBackup((addOn, backup) => send(null, 'pg:backups:url', { addOn: addOn.name, backup }, ({ url }) => [url])) },
  { ...of, name: 'pg:backups:delete', usage: 'BACKUP [DATABASE]', about: 'remove a backup', most: 2, flags: [confirm], plan: withBackup((addOn, backup, given, world) => confirmed(given, world, addOn, `removes ${backup} of ${addOn.name}`, (payer) => send(`Deleting ${backup}...`, 'pg:backups:delete', { addOn: addOn.name, backup, confirm: payer }))) },
]

type ForDatabase = (addOn: AddOn, given: Given, world: ConsoleWorld) => Plan

function withDatabase(plan: ForDatabase, at = 0): Verb['plan'] {
  return (given, world) => {
    const addOn = addOnMeant(given, world, given.words[at], kind)
    return isRefusal(addOn) ? addOn : plan(addOn, given, world)
  }
}

function needsWord(plan: Verb['plan']): Verb['plan'] {
  return (given, world) => (given.words[0] === undefined ? refuse('Missing required arg: database', 'addons lists them.') : plan(given, world))
}

function withBackup(plan: (addOn: AddOn, backup: string, given: Given, world: ConsoleWorld) => Plan): Verb['plan'] {
  return (given, world) => {
    const [backup] = given.words
    if (backup === undefined) return refuse('Missing required arg: backup', 'pg:backups lists them.')
    return withDatabase((addOn) => plan(addOn, backup, given, world), 1)(given, world)
  }
}

function withName(given: Given, plan: (name: string) => Plan): Plan {
  const name = text(given, 'name')
  return name === null ? refuse('Missing required flag: name', 'Try --name reader.') : plan(name)
}

/** With the name of the app that pays. */
function confirmed(given: Given, { state }: ConsoleWorld, addOn: AddOn, what: string, plan: (payer: string) => Plan): Plan {
  const payer = state.apps[addOn.appId]?.name ?? ''
  return text(given, 'confirm') === payer ? plan(payer) : refuse(`This ${what}.`, `To be sure, add --confirm ${payer}.`)
}

function sure(name: 'pg:unfollow', what: string): ForDatabase {
  return (addOn, given, world) => confirmed(given, world, addOn, `ends that ${addOn.name} follows: ${what}`, (payer) => send(`${addOn.name} unfollowing...`, name, { addOn: addOn.name, confirm: payer }))
}

function infoLines(info: CallOutput<'pg:info'>, now: number): string[] {
  const against = (value: number | null, limit: number | null): string => `${value ?? 'not known'}${limit === null ? '' : `/${limit}`}`
  const bytes = (value: number | null): string => (value === null ? 'not known' : byteSize(value))
  return [header(info.name), '', ...pairs([
    ['Plan', info.plan], ['Status', info.status], ['Connections', against(info.connections, info.connectionLimit)], ['PG Version', info.version], ['Host', `${info.host}: ${info.about}`], ['Created', since(info.createdAt, now)],
    ['Data Size', `${bytes(info.dataBytes)}${info.storageLimitBytes === null ? '' : `/${byteSize(info.storageLimitBytes)}`}`], ['Tables', against(info.tables, null)],
    ...(info.ha === null ? [] : [['HA Status', info.ha] as const]),
    ...info.lag.map(({ role, addOn, bytes: behind, commits }) => [role === 'standby' ? 'Standby Behind By' : `${addOn} Behind By`, behind === null ? 'not known' : `${byteSize(behind)}${commits === null ? '' : `, ${commits} commits`}`] as const),
  ]), ...info.notes]
}

function table({ columns: names, rows, hasMore, command }: Pick<CallOutput<'pg:ps'>, 'columns' | 'rows' | 'hasMore' | 'command'>): string[] {
  if (names.length === 0) return [command]
  const said = `(${rows.length} row${rows.length === 1 ? '' : 's'}${hasMore ? ', and more' : ''})`
  return [...columns([names, names.map((name) => '-'.repeat(name.length)), ...rows.map((row) => row.map((cell) => (cell ?? '').replaceAll('\n', ' ')))]), said]
}

function psql(addOn: AddOn, given: Given): Plan {
  const sql = text(given, 'command')
  if (sql === null) return refuse('Here psql takes one line at a time.', 'Try pg:psql -c "select now()". With a psql of your own: psql "$(heroku config:get DATABASE_URL)"')
  const role = text(given, 'credential')
  return send(null, 'pg:query', { addOn: addOn.name, sql, ...(role === null ? {} : { credential: role }) }, table)
}

function kill(given: Given, world: ConsoleWorld): Plan {
  const pid = Number(given.words[0] ?? '')
  if (!Number.isInteger(pid) || pid < 1) return refuse('Missing required arg: pid', 'pg:ps shows them.')
  return withDatabase((addOn) => send(null, 'pg:kill', { addOn: addOn.name, pid, ...(given.flags['force'] === true ? { force: true } : {}) }, ({ wasThere }) => [wasThere ? 't' : `There is no connection ${pid}.`]), 1)(given, world)
}

function settings(addOn: AddOn, given: Given, { state }: ConsoleWorld): Plan {
  const [mode, silent] = [text(given, 'replication'), text(given, 'detection')]
  const database = state.postgres[addOn.id]
  if (mode === null && silent === null) return print(...pairs([['replication', database?.replication ?? 'not known'], ['detection', database === undefined ? 'not known' : `${database.detectionMs} ms`]]))
  const replication = replicationModes.find((one) => one === mode)
  if (mode !== null && replication === undefined) return refuse(`${mode} is no way to replicate.`, `Choices: ${replicationModes.join(', ')}.`)
  const detectionMs = silent === null ? undefined : Number(silent)
  if (detectionMs !== undefined && !Number.isInteger(detectionMs)) return refuse(`${silent} is no number of milliseconds.`, 'Try --detection 5000.')
  return send(`Setting ${addOn.name}...`, 'pg:settings', { addOn: addOn.name, ...(replication === undefined ? {} : { replication }), ...(detectionMs === undefined ? {} : { detectionMs }) })
}

function backups(addOn: AddOn, _: Given, { state, now }: ConsoleWorld): Plan {
  const database = state.postgres[addOn.id]
  if (database === undefined || database.backups.length === 0) return print(`No backups of ${addOn.name}. Capture one with pg:backups:capture.`)
  const rows = [...database.backups].reverse().map(({ id, startedAt, state: how, bytes, message }) => [id, since(startedAt, now), how === 'done' ? 'Completed' : how === 'running' ? 'Running' : 'Failed', how === 'done' ? byteSize(bytes) : (message ?? '')])
  return print(header(`Backups of ${addOn.name}`), '', ...columns([['ID', 'Created at', 'Status', 'Size'], ...rows]), ...(database.backupHour === null ? [] : ['', `One each day at ${String(database.backupHour).padStart(2, '0')}:00 UTC.`]))
}

function restore(given: Given, world: ConsoleWorld): Plan {
  const from = text(given, 'from')
  return withBackup((addOn, backup) => confirmed(given, world, addOn, `replaces all data of ${addOn.name} by ${backup}`, (payer) => send(`Restoring ${backup} to ${addOn.name}...`, 'pg:backups:restore', { addOn: addOn.name, backup, confirm: payer, ...(from === null ? {} : { from }) })))(given, world)
}

function schedule(addOn: AddOn, given: Given): Plan {
  const at = /^(\d{1,2})(?::00)?(?: UTC)?$/.exec(text(given, 'at') ?? '')?.[1]
  const hour = at === undefined ? 24 : Number(at)
  return hour > 23 ? refuse('Missing the hour.', 'Try pg:backups:schedule --at 02:00, in UTC.') : send(`Scheduling a backup of ${addOn.name} each day at ${String(hour).padStart(2, '0')}:00 UTC...`, 'pg:backups:schedule', { addOn: addOn.name, hour })
}
