// Heroku's data API, which its command line speaks to on a host of its own; here it is the same port, by path.

import {
  endSessions, getDatabase, getWaitStatus, listLinks, refuseAs, resetDatabase, resetStatistics, unfollow,
} from '../../data-api/databases.ts'
import { createCredential, destroyCredential, getCredential, listCredentials, rotateAllCredentials, rotateCredential } from '../../data-api/credentials.ts'
import { getRedis, getRedisConfig, getRedisWait, promoteRedis, refuseRedis, rotateRedis, updateRedisConfig } from '../../data-api/redis.ts'
import { createSchedule, deleteSchedule, listSchedules } from '../../data-api/schedules.ts'
import { getSettings, updateSettings } from '../../data-api/settings.ts'
import { cancelTransfer, captureBackup, deleteTransfer, getPublicUrl, getTransfer, listTransfers, restoreBackup } from '../../data-api/transfers.ts'
import type { ApiRoute } from '../api-types.ts'

const client = '/client/v11/databases/:database'
const transfers = '/client/v11/apps/:app/transfers'
const settings = '/postgres/v0/databases/:database'
const redis = '/redis/v0/databases/:database'

const upgrade = refuseAs('An upgrade of a database', 'it has the newest PostgreSQL of its host already', 'Make another one on another host: addons:create heroku-postgresql --host.')
const link = refuseAs('A link between databases', 'it needs a superuser\'s foreign data wrapper', 'Let the app connect to both.')

export const dataRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: client, handle: getDatabase },
  { method: 'GET', path: `${client}/wait_status`, handle: getWaitStatus },
  { method: 'PUT', path: `${client}/unfollow`, handle: unfollow },
  { method: 'PUT', path: `${client}/reset`, handle: resetDatabase },
  { method: 'PUT', path: `${client}/stats_reset`, handle: resetStatistics },
  { method: 'POST', path: `${client}/connection_reset`, handle: endSessions },
  { method: 'GET', path: `${client}/links`, handle: listLinks },
  { method: 'POST', path: `${client}/links`, handle: link },
  { method: 'DELETE', path: `${client}/links/:link`, handle: link },
  { method: 'POST', path: `${client}/upgrade/:step`, handle: upgrade },
  { method: 'GET', path: `${client}/upgrade/wait_status`, handle: getWaitStatus },
  { method: 'POST', path: `${client}/connection-pooling`, handle: refuseAs('Connection pooling', 'there is no pooler here', 'Let the app keep a pool of its own.') },
  { method: 'POST', path: `${client}/transfers`, handle: refuseAs('Copying between databases', 'backups here are of whole servers', 'Capture a backup and restore it into the other one, or make a fork.') },
  { method: 'POST', path: `${client}/backups`, handle: captureBackup },
  { method: 'POST', path: `${client}/restores`, handle: restoreBackup },
  { method: 'GET', path: `${client}/transfer-schedules`, handle: listSchedules },
  { method: 'POST', path: `${client}/transfer-schedules`, handle: createSchedule },
  { method: 'DELETE', path: `${client}/transfer-schedules/:schedule`, handle: deleteSchedule },
  { method: 'GET', path: transfers, handle: listTransfers },
  { method: 'GET', path: `${transfers}/:transfer`, handle: getTransfer },
  { method: 'DELETE', path: `${transfers}/:transfer`, handle: deleteTransfer },
  { method: 'POST', path: `${transfers}/:transfer/actions/public-url`, handle: getPublicUrl },
  { method: 'POST', path: `${transfers}/:transfer/actions/cancel`, handle: cancelTransfer },
  { method: 'GET', path: `${settings}/config`, handle: getSettings },
  { method: 'PATCH', path: `${settings}/config`, handle: updateSettings },
  { method: 'GET', path: `${settings}/credentials`, handle: listCredentials },
  { method: 'POST', path: `${settings}/credentials`, handle: createCredential },
  { method: 'POST', path: `${settings}/credentials_rotation`, handle: rotateAllCredentials },
  { method: 'GET', path: `${settings}/credentials/:credential`, handle: getCredential },
  { method: 'DELETE', path: `${settings}/credentials/:credential`, handle: destroyCredential },
  { method: 'POST', path: `${settings}/credentials/:credential/credentials_rotation`, handle: rotateCredential },
  { method: 'POST', path: `${settings}/repair-default`, handle: refuseAs('Repairing the default credential', 'it is not done here', 'Grant what is missing with SQL.') },
  { method: 'GET', path: redis, handle: getRedis },
  { method: 'GET', path: `${redis}/wait`, handle: getRedisWait },
  { method: 'GET', path: `${redis}/config`, handle: getRedisConfig },
  { method: 'PATCH', path: `${redis}/config`, handle: updateRedisConfig },
  { method: 'POST', path: `${redis}/credentials_rotation`, handle: rotateRedis },
  { method: 'POST', path: `${redis}/promote`, handle: promoteRedis },
  { method: 'POST', path: `${redis}/upgrade`, handle: refuseRedis('an upgrade', 'it has the newest server of this machine already') },
  { method: 'POST', path: `${redis}/stats/reset`, handle: refuseRedis('a reset of statistics', 'they are counted by Dynarium, second by second, and are not kept') },
]
