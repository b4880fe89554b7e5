// PUT /uploads/<name> with a token, or to an address that POST /sources gave.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import { sendJson } from './answers.ts'
import type { SignedLinks } from './signed-links.ts'
import type { Uploads } from './uploads.ts'

const idleLimitMs = 60_000

export async function takeUpload(req: IncomingMessage, res: ServerResponse, at: { name: string; by: string | null; links: SignedLinks; uploads: Uploads }): Promise<void> {
  if (req.method !== 'PUT') throw new PlatformError('path-not-found', { path: `/uploads/${at.name} for ${req.method}` })
  const slot = at.links.verify(at.name)?.['upload']
  if (typeof slot !== 'string' && at.by === null) throw new PlatformError('unauthorized')
  at.uploads.checkSize(Number(req.headers['content-length'] ?? 0))
  req.setTimeout(idleLimitMs, () => req.destroy())
  const upload = await at.uploads.keep(req, typeof slot === 'string' ? slot : undefined)
  // The connection may carry other requests after this one.
  req.setTimeout(0)
  sendJson(res, 200, { upload })
}
