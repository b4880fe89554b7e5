// A place to put a tarball for a build: PUT it to put_url, then name get_url as the build's source_blob.

import { randomUUID } from 'node:crypto'
import { created, type ApiAnswer, type ApiRequest } from './api-types.ts'

const slotMs = 60 * 60 * 1000

export function createSource({ world }: ApiRequest): ApiAnswer {
  const url = `${world.controlUrl}/uploads/${world.links.sign({ upload: randomUUID() }, world.now() + slotMs)}`
  return created({ source_blob: { get_url: url, put_url: url } })
}
