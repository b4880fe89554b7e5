import type { MessagePortMain } from 'electron'
import type { Transport } from '../../shared/protocol/envelope.ts'

/** The engine's end of a page's connection. Values travel as they are, in order. */
export function portTransport(port: MessagePortMain): Transport {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (handler) => {
      port.on('message', (event) => handler(event.data))
      // Messages wait in the port until somebody listens.
      port.start()
    },
    onClose: (handler) => void port.once('close', handler),
    close: () => port.close(),
  }
}
