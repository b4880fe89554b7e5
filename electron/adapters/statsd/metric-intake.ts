// UDP on 127.0.0.1. Datagrams are handed over in batches, so that an app that sends many wakes the engine some times a second only.

import { createSocket, type Socket } from 'node:dgram'
import type { AddressInfo } from 'node:net'
import type { MetricIntake, TakeDatagrams } from '../../engine/ports/metric-intake.ts'

type Door = { readonly socket: Socket; waiting: string[]; lost: number; timer: NodeJS.Timeout | null }

const batchMs = 50
/** Of one batch; more are counted as lost. */
const maxWaiting = 20_000
const bufferBytes = 1024 * 1024

export function createMetricIntake(): MetricIntake {
  const doors = new Map<string, Door>()
  let take: TakeDatagrams = () => undefined

  async function open(id: string, wanted: number | null): Promise<number> {
    await close(id)
    const socket = await bound(wanted ?? 0).catch(() => bound(0))
    const door: Door = { socket, waiting: [], lost: 0, timer: null }
    doors.set(id, door)
    // A socket that breaks takes nothing more; the next start opens it anew.
    socket.on('error', () => socket.close())
    socket.on('message', (message) => {
      if (door.waiting.length >= maxWaiting) door.lost += 1
      else door.waiting.push(message.toString('utf8'))
      door.timer ??= setTimeout(() => hand(id, door), batchMs)
    })
    return (socket.address() as AddressInfo).port
  }

  function hand(id: string, door: Door): void {
    const { waiting, lost } = door
    Object.assign(door, { waiting: [], lost: 0, timer: null })
    take(id, waiting, lost)
  }

  async function close(id: string): Promise<void> {
    const door = doors.get(id)
    if (door === undefined) return
    doors.delete(id)
    if (door.timer !== null) clearTimeout(door.timer)
    await new Promise<void>((resolve) => {
      try {
        door.socket.close(() => resolve())
      } catch {
        resolve()
      }
    })
  }

  return {
    connect: (given) => (take = given), open, close,
    stop: async () => void (await Promise.all([...doors.keys()].map(close))),
  }
}

function bound(port: number): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: bufferBytes })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind({ address: '127.0.0.1', port, exclusive: true }, () => {
      socket.removeListener('error', reject)
      resolve(socket)
    })
  })
}
