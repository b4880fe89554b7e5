// How this page reaches its engine: through the desktop window's port, or a browser's web socket.

import type { Dial, LineNews } from './connect.ts'
import { createPortDialer } from './port-transport.ts'
import { dialSocket } from './socket-transport.ts'
import { takeToken } from './token.ts'
import { windowBridge } from './window-bridge.ts'

export function createDial(onNews: (news: LineNews) => void): Dial {
  const bridge = windowBridge()
  if (bridge === null) return () => dialSocket(takeToken())
  return createPortDialer(bridge, (state) => {
    if (state.kind === 'starting') onNews({ kind: 'connecting', note: 'The engine is starting.' })
    if (state.kind === 'failed') onNews({ kind: 'failed', why: state.message })
  })
}
