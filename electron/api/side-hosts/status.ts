// status.heroku.com: the platform's own state, which is well unless somebody has put faults on it. Each fault in force is an incident.

import type { FaultTarget, Lease } from '../../../shared/domain/fault.ts'
import { nothingAt, type SideRequest } from './side-request.ts'

export function statusHost(request: SideRequest): unknown {
  if (request.method !== 'GET' || request.parts.join('/') !== 'api/v4/current-status') throw nothingAt(request)
  const { world: { engine, controlUrl } } = request
  const leases = Object.values(engine.kernel.state.leases)
  const colour = (system: string): string => (leases.some(({ target }) => systemOf(target) === system) ? 'yellow' : 'green')
  return { status: ['Apps', 'Data', 'Tools'].map((system) => ({ system, status: colour(system) })), incidents: leases.map((lease) => incident(lease, controlUrl)), scheduled: [] }
}

/** What people see of it first. Nothing here is put on tools. */
const systemOf = ({ kind }: FaultTarget): 'Apps' | 'Data' => (kind === 'addon' || kind === 'proxy' ? 'Data' : 'Apps')

function incident({ id, title, startedAt, changed, target }: Lease, url: string): Record<string, unknown> {
  const at = new Date(startedAt).toISOString()
  const contents = changed.join(' ') || `A fault that somebody asked for: ${title}.`
  return {
    id, title, state: 'open', created_at: at, updated_at: at, resolved: false, full_url: `${url}/`, duration: 0, statuses: { [systemOf(target)]: 'yellow' },
    updates: [{ update_type: 'issue', title, contents, created_at: at, updated_at: at, status: { [systemOf(target)]: 'yellow' } }],
  }
}
