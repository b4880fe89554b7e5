// What a connection wants is told by its first bytes: TLS begins its hello with 0x16, HTTP with the name of a method and a space, SSH with
// `SSH-`. What is none of them is read by nobody in plain text; inside TLS it is the secret of a rendezvous, as `heroku run` sends it.

import { METHODS } from 'node:http'

type Kind = 'tls' | 'http' | 'ssh' | 'other'

const tlsHandshake = 0x16
const sshGreeting = 'SSH-'
const methods = METHODS.map((method) => `${method} `)
const longest = Math.max(...methods.map((method) => method.length))

/** Null: too few bytes to tell; at most the length of the longest method is ever needed. */
export function kindOf(bytes: Buffer): Kind | null {
  if (bytes.length === 0) return null
  if (bytes[0] === tlsHandshake) return 'tls'
  const text = bytes.toString('latin1', 0, longest)
  if (methods.some((method) => text.startsWith(method))) return 'http'
  if (text.startsWith(sshGreeting)) return 'ssh'
  return [...methods, sshGreeting].some((known) => known.startsWith(text)) ? null : 'other'
}
