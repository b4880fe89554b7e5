// A page anywhere on the web can make a browser call a port of this machine. It can not choose the Host and Origin headers,
// so these two tell our own page from a stranger's, also when the stranger's name was made to point to 127.0.0.1.

import type { IncomingHttpHeaders } from 'node:http'
import { PlatformError } from '../../shared/errors/platform-error.ts'

/** Throws PlatformError `forbidden`. */
export function checkAddress(headers: IncomingHttpHeaders, port: number): void {
  const hosts = ownHosts(port)
  const host = headers.host?.toLowerCase() ?? ''
  if (!hosts.includes(host)) throw new PlatformError('forbidden', { why: 'the Host header is not an address of this server' })
  const { origin } = headers
  if (origin !== undefined && !hosts.some((own) => origin === `http://${own}`)) throw new PlatformError('forbidden', { why: 'the page that asks is not ours' })
}

function ownHosts(port: number): string[] {
  const names = ['127.0.0.1', 'localhost', '[::1]']
  const withPort = names.map((name) => `${name}:${port}`)
  return port === 80 ? [...names, ...withPort] : withPort
}
