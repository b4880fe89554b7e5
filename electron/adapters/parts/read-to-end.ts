// The last words of a program in a terminal. When the last of its processes closes the terminal, libuv takes a short read for the end
// (and a terminal gives 4 KB at a time), and node-pty lets go after 200 ms, read or not. So the terminal is held open here, too, until
// its program has ended and a turn of the event loop brought nothing more.

import type { IPty } from '@lydell/node-pty'
import { closeSync, constants, openSync } from 'node:fs'
import type { Duplex } from 'node:stream'

/** Not in its types; where it is not so, all is as node-pty has it. */
type Inside = { readonly _socket?: Duplex; readonly ptsName?: string }

export function readToEnd(terminal: IPty): void {
  const { _socket: socket, ptsName: name } = terminal as IPty & Inside
  if (socket === undefined || name === undefined || process.platform === 'win32') return
  const held = openSync(name, constants.O_RDWR | constants.O_NOCTTY)
  const letGo = socket.destroy.bind(socket)
  let heard = 0
  let isEnding = false
  socket.on('data', () => heard++)
  socket.once('close', () => closeSync(held))

  function destroyWhenSilent(): void {
    const before = heard
    // Timers, then what can be read, then this.
    setImmediate(() => (heard === before ? letGo() : destroyWhenSilent()))
  }

  socket.destroy = () => {
    socket.resume()
    if (!isEnding) destroyWhenSilent()
    isEnding = true
    return socket
  }
}
