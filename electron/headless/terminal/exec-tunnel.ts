// Loaded before the Heroku CLI by `dynarium heroku`. `ps:exec` goes to port 80 of the host that it is told, which most systems keep for
// root; with this the one address that Dynarium tells leads to the control port, which takes SSH, too. Nothing else is changed.

import { Socket, type NetConnectOpts } from 'node:net'
import { tunnelHost } from '../../api/ssh/exec-port.ts'

const port = Number(process.env['DYNARIUM_EXEC_PORT'])
const connect = Reflect.get(Socket.prototype, 'connect') as (...args: unknown[]) => Socket

if (port > 0) Reflect.set(Socket.prototype, 'connect', function connectOrTunnel(this: Socket, ...args: unknown[]): Socket {
  const [first, ...others] = args
  const to = (Array.isArray(first) ? first[0] : first) as NetConnectOpts | null
  if (typeof to !== 'object' || to === null || !('host' in to) || to.host !== tunnelHost || Number(to.port) !== 80) return connect.apply(this, args)
  const led = { ...to, host: '127.0.0.1', port }
  return connect.call(this, led, ...(Array.isArray(first) ? [first[1]] : others).filter((callback) => typeof callback === 'function'))
})
