// Connections to dynos. Heroku's newer router keeps idle ones for 90 s; the older opened one per request. Here a request that can
// safely be sent again takes a kept one, any other a fresh one.

import { Agent } from 'node:http'
import type { Target } from '../../../shared/domain/route.ts'
import type { EdgeLimits } from './edge-limits.ts'

export type TargetSockets = {
  kept(target: Target): Agent
  readonly fresh: Agent
  /** Idle sockets close now, busy ones when their request has ended. */
  drain(dynoId: string): void
  close(): void
}

type KeepingAgent = Agent & { keepAlive?: boolean }

export function createTargetSockets(limits: EdgeLimits): TargetSockets {
  const agents = new Map<string, Agent>()
  const fresh = new Agent({ keepAlive: false })

  function kept(target: Target): Agent {
    const known = agents.get(target.dynoId)
    if (known !== undefined) return known
    const agent = new Agent({ keepAlive: true, maxFreeSockets: limits.maxFreeSockets, scheduling: 'lifo', timeout: limits.targetKeepAliveMs })
    agents.set(target.dynoId, agent)
    return agent
  }

  function drain(dynoId: string): void {
    const agent = agents.get(dynoId)
    if (agent === undefined) return
    agents.delete(dynoId)
    // A socket that gets free of an agent that keeps none is destroyed.
    ;(agent as KeepingAgent).keepAlive = false
    for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
  }

  return { kept, fresh, drain, close: () => [...agents.keys()].forEach(drain) }
}
