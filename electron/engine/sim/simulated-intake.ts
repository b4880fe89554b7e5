// Ports for metrics without sockets: what is sent is taken at once.

import type { MetricIntake, TakeDatagrams } from '../ports/metric-intake.ts'

export type SimulatedIntake = MetricIntake & { send(port: number, text: string): void }

const firstPort = 18_125

export function createSimulatedIntake(): SimulatedIntake {
  const open = new Map<number, string>()
  let take: TakeDatagrams = () => undefined

  return {
    connect: (given) => (take = given),
    open: (id, wanted) => {
      let port = wanted !== null && !open.has(wanted) ? wanted : firstPort
      while (open.has(port)) port += 1
      open.set(port, id)
      return Promise.resolve(port)
    },
    close: (id) => {
      for (const [port, holder] of open) if (holder === id) open.delete(port)
      return Promise.resolve()
    },
    stop: () => {
      open.clear()
      return Promise.resolve()
    },
    send: (port, text) => {
      const id = open.get(port)
      if (id !== undefined) take(id, [text], 0)
    },
  }
}
