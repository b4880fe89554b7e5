// The desktop window's line to the engine: a MessagePort that the preload hands over.

import type { Transport } from '../../shared/protocol/envelope.ts'
import type { EngineState, WindowBridge } from './window-bridge.ts'

/** Waits for the engine as long as it takes; `onState` tells of its progress. The transport closes when the engine is lost. */
export function createPortDialer(bridge: WindowBridge, onState: (state: EngineState) => void): () => Promise<Transport> {
  let loseCurrent: (() => void) | null = null
  bridge.onEngineState((state) => {
    onState(state)
    if (state.kind === 'lost' || state.kind === 'failed') loseCurrent?.()
  })
  return async () => {
    const port = await askForPort(bridge)
    return portTransport(port, (lose) => {
      loseCurrent = lose
    })
  }
}

function askForPort(bridge: WindowBridge): Promise<MessagePort> {
  return new Promise((resolve) => {
    const hear = (event: MessageEvent): void => {
      const port = event.ports[0]
      if (event.source !== window || event.data !== 'dynarium:port' || port === undefined) return
      window.removeEventListener('message', hear)
      resolve(port)
    }
    window.addEventListener('message', hear)
    bridge.connect()
  })
}

/** No 'close' listener on the port: Chrome 114 crashes on a reload that finds one. */
function portTransport(port: MessagePort, lend: (lose: () => void) => void): Transport {
  let isClosed = false
  let closed: (() => void) | null = null
  const close = (): void => {
    if (isClosed) return
    isClosed = true
    port.close()
    window.removeEventListener('pagehide', close)
    closed?.()
  }
  window.addEventListener('pagehide', close)
  lend(close)
  return {
    send: (message) => port.postMessage(message),
    onMessage: (handler) => {
      port.addEventListener('message', (event) => handler(event.data))
      port.start()
    },
    onClose: (handler) => {
      closed = handler
    },
    close,
  }
}
