// What a manager of the swarm says of tasks and nodes, asked for as long as somebody waits for something.

import type Docker from 'dockerode'
import { filterOf } from '../labels.ts'
import { within } from '../within.ts'

export type Task = {
  readonly ServiceID: string
  readonly NodeID?: string
  readonly CreatedAt: string
  readonly Status: {
    readonly State: string
    readonly Err?: string
    readonly ContainerStatus?: { readonly ContainerID?: string; readonly ExitCode?: number }
  }
}

export type Node = {
  readonly ID: string
  readonly Description: { readonly Hostname: string }
  readonly Status: { readonly State: string; readonly Addr: string }
  readonly ManagerStatus?: { readonly Addr: string }
}

export type Sight = {
  readonly task: Task | null
  /** Where the task is. */
  readonly node: Node | null
  /** By `performance.now()`. */
  readonly heardAt: number
}

export type Followed = {
  /** The first thing that `wanted` makes of what is seen; rejects with what it throws. Never settles after `end`. */
  until<T>(everyMs: number, wanted: (sight: Sight) => T | null): Promise<T>
  end(): void
}

export type SwarmView = {
  follow(serviceId: string): Followed
  stop(): void
}

type Waiting = { readonly serviceId: string; readonly everyMs: number; look(sight: Sight): void }

/** A manager that takes longer has not answered. */
const answerWithinMs = 5000

export function createSwarmView(manager: Docker, data: string): SwarmView {
  const waiting = new Set<Waiting>()
  let tasks: readonly Task[] = []
  let nodes: readonly Node[] = []
  let heardAt = performance.now()
  let timer: NodeJS.Timeout | null = null
  let isAsking = false

  async function ask(): Promise<void> {
    timer = null
    isAsking = true
    const asked = new Set(waiting)
    try {
      const answers = Promise.all([manager.listTasks({ filters: filterOf(data) }), manager.listNodes()])
      ;[tasks, nodes] = (await within(answerWithinMs, answers)) as [Task[], Node[]]
      heardAt = performance.now()
    } catch {
      // Away: what was seen last stands, and its age is seen.
    }
    isAsking = false
    // Who came while it was asked may not be in the answer.
    for (const one of asked) if (waiting.has(one)) one.look(sightOf(one.serviceId))
    plan()
  }

  function plan(): void {
    if (isAsking || waiting.size === 0) return
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => void ask(), Math.min(...[...waiting].map(({ everyMs }) => everyMs)))
  }

  function sightOf(serviceId: string): Sight {
    const task = tasks.filter((one) => one.ServiceID === serviceId).sort((a, b) => (a.CreatedAt < b.CreatedAt ? -1 : 1))[0] ?? null
    return { task, node: nodes.find(({ ID }) => ID === task?.NodeID) ?? null, heardAt }
  }

  function follow(serviceId: string): Followed {
    const own = new Set<Waiting>()
    return {
      until: (everyMs, wanted) => new Promise((resolve, reject) => {
        const one: Waiting = {
          serviceId, everyMs,
          look: (sight) => {
            try {
              const found = wanted(sight)
              if (found === null) return
              resolve(found)
            } catch (error) {
              reject(error as Error)
            }
            waiting.delete(one)
          },
        }
        own.add(one)
        waiting.add(one)
        plan()
      }),
      end: () => {
        for (const one of own) waiting.delete(one)
      },
    }
  }

  return {
    follow,
    stop: () => {
      waiting.clear()
      if (timer !== null) clearTimeout(timer)
    },
  }
}

const over: ReadonlySet<string> = new Set(['complete', 'failed', 'rejected', 'shutdown', 'orphaned', 'remove'])

/** It ended, or was never begun and will not be. */
export const isOver = ({ Status: { State: state } }: Task): boolean => over.has(state)
