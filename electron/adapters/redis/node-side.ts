// The embedded Redis inside its thread.

import type { StartThreadNode } from '../parts/node-thread.ts'
import { startEmbeddedServer, type EmbeddedSettings } from './embedded/server.ts'

export const startRedisNode: StartThreadNode = async (settings, tell) => {
  const server = await startEmbeddedServer(settings as EmbeddedSettings, tell)
  if (server.loaded.cutBytes > 0) tell(`Its file ended in ${server.loaded.cutBytes} bytes of a change that was never answered for; they are cut off.`)
  return { ready: { port: server.port }, answer: async (question) => server.setRoom(question !== 'fill-disk'), stop: server.stop }
}
