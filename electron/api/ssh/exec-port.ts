// Port 80 of an address of loopback that nothing else has: the only place where the Heroku CLI looks for SSH. Most systems give it to root
// alone; `dynarium heroku` leads its CLI to the control port instead, so that it is not needed there.

import { createServer, type Server, type Socket } from 'node:net'
import { listen } from '../listen.ts'

export const tunnelHost = '127.0.0.2'
export const execPort = 80

export type ExecPort = {
  /** When it is first needed. Resolves, too, where the system says no or somebody else has it. */
  open(): Promise<void>
  stop(): Promise<void>
}

export function createExecPort(take: (socket: Socket) => void): ExecPort {
  const callers = new Set<Socket>()
  let opening: Promise<Server | null> | null = null

  function welcome(socket: Socket): void {
    callers.add(socket)
    socket.once('close', () => callers.delete(socket))
    take(socket)
  }

  return {
    open: async () => {
      opening ??= listen(createServer(welcome), execPort, tunnelHost).catch(() => null)
      if ((await opening) === null) opening = null
    },
    stop: async () => {
      const server = await opening
      for (const caller of callers) caller.destroy()
      if (server != null) await new Promise((closed) => server.close(closed))
    },
  }
}
