// Where proxies listen and connect: this machine and nowhere else.

import { WireRefusal } from './wire-refusal.ts'

export type LoopbackAddress = { readonly host: '127.0.0.1' | '::1' | 'localhost'; readonly port: number }

/** `host:port`, the host one of 127.0.0.1, [::1] and localhost. Throws WireRefusal `address`. */
export function loopbackAddress(text: string, role: 'listen' | 'upstream'): LoopbackAddress {
  const [, host, port] = /^(.*):(\d{1,5})$/.exec(text) ?? []
  if (host === undefined || port === undefined || Number(port) > 65_535) throw new WireRefusal('address', `${text} is no address for ${role}: write host and port, as in 127.0.0.1:5432.`)
  const known = knownHost(host)
  if (known === null) throw new WireRefusal('address', `${role} ${text} is not on this machine's loopback. A proxy listens and connects on 127.0.0.1, [::1] or localhost only: try 127.0.0.1:${port}.`)
  if (role === 'upstream' && Number(port) === 0) throw new WireRefusal('address', `upstream ${text} needs a port.`)
  return { host: known, port: Number(port) }
}

/** As `loopbackAddress` reads it again; localhost is where it listens. */
export function addressText({ host, port }: LoopbackAddress): string {
  return host === '::1' ? `[::1]:${port}` : `${host === 'localhost' ? '127.0.0.1' : host}:${port}`
}

/** Throws WireRefusal `address` for a proxy that would connect to itself. */
export function refuseLoop(listen: LoopbackAddress, upstream: LoopbackAddress): void {
  if (listen.port !== 0 && addressText(listen) === addressText(upstream)) throw new WireRefusal('address', `A proxy that listens and connects at ${addressText(listen)} would call itself. Give it another upstream.`)
}

function knownHost(host: string): LoopbackAddress['host'] | null {
  const name = host.toLowerCase()
  if (name === '[::1]' || name === '::1') return '::1'
  return name === '127.0.0.1' || name === 'localhost' ? name : null
}
