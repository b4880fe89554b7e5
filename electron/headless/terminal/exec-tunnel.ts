// What `dynarium heroku` loads before the CLI. `ps:exec` goes to port 80 of the host that it is told, which most systems keep for root; with
// this the one address that Dynarium tells leads to the control port, which takes SSH, too. Nothing else of the CLI is changed.

import { mkdirSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { execPort, tunnelHost } from '../../api/ssh/exec-port.ts'

type Connect = (this: Socket, ...args: unknown[]) => Socket

/** Runs in the CLI's process, as text: it knows nothing but what it is given. */
function leadAway(socket: { prototype: { connect: unknown } }, from: { readonly host: string; readonly port: number }, to: { readonly host: string; readonly port: number }): void {
  const connect = socket.prototype.connect as Connect
  socket.prototype.connect = function connectOrLeadAway(this: Socket, ...args: unknown[]): Socket {
    const [first, ...others] = args
    const asked = (Array.isArray(first) ? first[0] : first) as { readonly host?: unknown; readonly port?: unknown } | null | undefined
    if (asked?.host !== from.host || Number(asked.port) !== from.port) return connect.apply(this, args)
    return connect.call(this, { ...asked, ...to }, ...(Array.isArray(first) ? [first[1]] : others).filter((one) => typeof one === 'function'))
  }
}

/** Written out of the app's archive, which a node that is not the app itself can not read. Returns the file. */
export function writeExecTunnel(folder: string, controlPort: number): string {
  const file = join(folder, 'exec-tunnel.cjs')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const given = [{ host: tunnelHost, port: execPort }, { host: '127.0.0.1', port: controlPort }].map((place) => JSON.stringify(place)).join(', ')
  writeFileSync(file, `(${leadAway.toString()})(require('node:net').Socket, ${given})\n`, { mode: 0o600 })
  return file
}
