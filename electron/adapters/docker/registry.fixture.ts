// A registry for tests, as engines ask one: images of one small layer, and a layer that stops half way until it is told to go on.

import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { tarOf } from './tiny-image.fixture.ts'

export type Registry = {
  /** `127.0.0.1:PORT`, which engines speak to without TLS. */
  readonly host: string
  /** Layers stop half way from now on; resolves when one has. */
  holdLayers(): Promise<void>
  close(): Promise<void>
}

type Blob = { readonly digest: string; readonly bytes: Buffer; readonly kind: string }

const digestOf = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
const layerBytes = 256 * 1024

export async function openRegistry(architecture: string, tags: readonly string[]): Promise<Registry> {
  const blobs = new Map<string, Blob>()
  const manifests = new Map<string, Blob>()
  const keep = (bytes: Buffer, kind: string): Blob => {
    const blob = { digest: digestOf(bytes), bytes, kind }
    blobs.set(blob.digest, blob)
    return blob
  }
  for (const tag of tags) {
    const tar = await tarOf({ 'etc/tag': tag, 'etc/chance': randomBytes(layerBytes).toString('base64') })
    const layer = keep(gzipSync(tar), 'application/vnd.docker.image.rootfs.diff.tar.gzip')
    const config = keep(Buffer.from(JSON.stringify({ architecture, os: 'linux', config: { Cmd: ['bash'] }, rootfs: { type: 'layers', diff_ids: [digestOf(tar)] } })), 'application/vnd.docker.container.image.v1+json')
    const of = ({ digest, bytes, kind }: Blob) => ({ mediaType: kind, size: bytes.length, digest })
    const manifest = keep(Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.docker.distribution.manifest.v2+json', config: of(config), layers: [of(layer)] })), 'application/vnd.docker.distribution.manifest.v2+json')
    manifests.set(tag, manifest)
    manifests.set(manifest.digest, manifest)
  }
  let held: (() => void) | null = null
  const sockets = new Set<Socket>()
  const server = http.createServer((request, response) => {
    const [, kind, name = ''] = /\/(manifests|blobs)\/([^/]+)$/.exec(request.url ?? '') ?? []
    if (kind === undefined) return void response.writeHead(request.url === '/v2/' ? 200 : 404).end('{}')
    const blob = kind === 'manifests' ? manifests.get(name) : blobs.get(name)
    if (blob === undefined) return void response.writeHead(404, { 'content-type': 'application/json' }).end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}')
    response.writeHead(200, { 'content-type': blob.kind, 'content-length': blob.bytes.length, 'docker-content-digest': blob.digest })
    if (request.method === 'HEAD') return void response.end()
    if (held === null || !blob.kind.endsWith('gzip')) return void response.end(blob.bytes)
    response.write(blob.bytes.subarray(0, blob.bytes.length / 2))
    held()
  })
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    holdLayers: () => new Promise((resolve) => (held = resolve)),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
