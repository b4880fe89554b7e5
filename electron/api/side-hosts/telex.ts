// telex.heroku.com: notifications. Here they are the outages that the router counted. They are read once they were listed, as nothing
// remembers more of them.

import type { Outage } from '../../../shared/domain/billing.ts'
import { nothingAt, type SideRequest } from './side-request.ts'

const most = 20

export function telexHost(request: SideRequest): unknown {
  const { method, parts, world } = request
  if (parts[0] !== 'user' || parts[1] !== 'notifications') throw nothingAt(request)
  const { outages, apps } = world.engine.kernel.state
  const all = outages.slice(-most).reverse().map((outage) => notification(outage, apps[outage.appId]?.name ?? 'an app that is gone'))
  if (method === 'GET' && parts.length === 2) return all
  const found = all.find(({ id }) => id === parts[2])
  if (method !== 'PATCH' || found === undefined) throw nothingAt(request)
  return { ...found, read: true }
}

function notification({ id, appId, startedAt, endedAt, failed, served, codes }: Outage, app: string) {
  const words = Object.entries(codes).map(([code, count]) => `${count} ${code}`).join(', ')
  const body = `${failed} of ${failed + served} requests to ${app} failed (${words}). ${endedAt === null ? 'It lasts.' : `It was over after ${Math.round((endedAt - startedAt) / 1000)} s.`}`
  return { id, title: `Errors on ${app}`, body, target: { type: 'app', id: appId }, created_at: new Date(startedAt).toISOString(), read: false, followup: [] }
}
