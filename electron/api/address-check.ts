// A page anywhere on the web can make a browser call a port of this machine. It can not choose the Host and Origin headers,
// so these two tell our own page from a stranger's, also when the stranger's name was made to point to 127.0.0.1.

import type { IncomingHttpHeaders } from 'node:http'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import { ownHosts } from './door/known-hosts.ts'
import { plainWay, type Way } from './door/way.ts'

/** Throws PlatformError `forbidden`. Only what came through a tunnel to a foreign name may carry one, which a browser makes for no page. */
export function checkAddress(headers: IncomingHttpHeaders, port: number, way: Way = plainWay): void {
  const hosts = ownHosts(port)
  const host = headers.host?.toLowerCase() ?? ''
  if (way.sideHost === null && !hosts.includes(host)) throw new PlatformError('forbidden', { why: 'the Host header is not an address of this server' })
  const { origin } = headers
  const scheme = way.isTls ? 'https' : 'http'
  if (origin !== undefined && !hosts.some((own) => origin === `${scheme}://${own}`)) throw new PlatformError('forbidden', { why: 'the page that asks is not ours' })
}
