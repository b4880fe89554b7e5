// PUT /uploads/<name> with the token, or to an address that POST /sources gave.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import { sendJson } from './answers.ts'
import { mayEnter } from './credentials.ts'
import type { SignedLinks } from './signed-links.ts'
import type { Uploads } from './uploads.ts'

const idleLimitMs = 60_000

export async function takeUpload(req: IncomingMessage, res: ServerResponse, at: { name: string; token: string; links: SignedLinks; uploads: Uploads }): Promise<void> {
  if (req.method !== 'PUT') throw new PlatformError('path-not-found', { path: `/uploads/${at.name} for ${req.method}` })
  const slot = at.links.verify(at.name)?.['upload']
  if (typeof slot !== 'string' && !mayEnter(req.headers.authorization, at.token)) throw new PlatformError('unauthorized')
  at.uploads.checkSize(Number(req.headers['content-length'] ?? 0))
  req.setTimeout(idleLimitMs, () => req.destroy())
  const upload = await at.uploads.keep(req, typeof slot === 'string' ? slot : undefined)
  // The connection may carry other requests after this one.
  req.setTimeout(0)
  sendJson(res, 200, { upload })
}
