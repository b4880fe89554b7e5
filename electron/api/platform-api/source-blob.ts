// Where a build made over the API may take its source from: an upload made before, a file or folder of this machine, or a server on it.

import { request as httpRequest } from 'node:http'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { PlatformError } from '../../../shared/errors/platform-error.ts'
import type { ApiWorld } from './api-types.ts'

export type BuildRequestSource = { readonly kind: 'folder'; readonly path: string } | { readonly kind: 'tarball'; readonly upload: string; readonly name: string }

const fetchLimitMs = 60_000
const loopbackHosts = ['localhost', '127.0.0.1', '[::1]']

/** Files of this machine are its owner's to name. Throws PlatformError `source-unreadable`. */
export async function toBuildSource(world: ApiWorld, by: string, address: string, version: string | null): Promise<BuildRequestSource> {
  const slot = slotOf(world, address)
  if (slot !== null) return tarball(slot, version)
  const url = parsed(address)
  if (url === null) throw unreadable(`${address} is neither an upload nor an address`)
  const { pathname } = url
  if (url.protocol === 'file:') {
    if (by !== world.owner) throw unreadable('files of this machine are read for its owner alone')
    const path = fileURLToPath(url)
    const found = await stat(path).catch(() => null)
    if (found === null) throw unreadable(`${path} is not there`)
    if (found.isDirectory()) return { kind: 'folder', path }
    return tarball(await world.uploads.keep(createReadStream(path)), version ?? basename(path))
  }
  if (url.protocol !== 'http:' || !isLoopback(url.hostname)) throw unreadable('only uploads, file addresses and servers on this machine are read')
  return tarball(await world.uploads.keep(await world.fetchSource(url)), version ?? basename(pathname))
}

/** The body of an http address on this machine. */
export function fetchLoopback(url: URL): Promise<Readable> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(url, { timeout: fetchLimitMs }, (response) => {
      if (response.statusCode === 200) return resolve(response)
      response.resume()
      reject(unreadable(`${url.host} answered ${response.statusCode}`))
    })
    asked.on('timeout', () => asked.destroy(new Error(`no answer in ${fetchLimitMs / 1000} seconds`)))
    asked.on('error', (error) => reject(unreadable(error.message)))
    asked.end()
  })
}

/** The upload that an id, or an address from POST /sources, stands for. */
function slotOf(world: ApiWorld, address: string): string | null {
  if (world.uploads.path(address) !== null) return address
  const prefix = `${world.controlUrl}/uploads/`
  if (!address.startsWith(prefix)) return null
  const upload = world.links.verify(address.slice(prefix.length))?.['upload']
  if (typeof upload === 'string' && world.uploads.path(upload) !== null) return upload
  throw unreadable('nothing was uploaded to that address')
}

function tarball(upload: string, name: string | null): BuildRequestSource {
  return { kind: 'tarball', upload, name: name === null || name === '' ? 'source.tgz' : name.slice(0, 255) }
}

function isLoopback(hostname: string): boolean {
  return loopbackHosts.includes(hostname) || hostname.endsWith('.localhost')
}

function parsed(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
}

function unreadable(why: string): PlatformError {
  return new PlatformError('source-unreadable', { why })
}
