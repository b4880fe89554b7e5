// The interface for a browser: the files of one folder, and nothing outside it.

import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { PlatformError } from '../../shared/errors/platform-error.ts'
import { contentPolicy, contentTypeOf, interfaceFile } from './interface-files.ts'

const unbuilt = `<!doctype html><meta charset="utf-8"><title>Dynarium</title>
<p>The engine is running, but its interface is not built. Run <code>npm run build</code>, then reload.</p>\n`

/** Throws PlatformError `path-not-found`. */
export async function serveStatic(req: IncomingMessage, res: ServerResponse, folder: string | null, path: string): Promise<void> {
  if (req.method !== 'GET' && req.method !== 'HEAD') throw new PlatformError('path-not-found', { path })
  const file = folder === null ? null : interfaceFile(path, folder)
  const body = file === null ? null : await readFile(file).catch(() => null)
  if (body !== null && file !== null) return send(req, res, body, file)
  if (path !== '/') throw new PlatformError('path-not-found', { path })
  send(req, res, Buffer.from(unbuilt), 'unbuilt.html')
}

function send(req: IncomingMessage, res: ServerResponse, body: Buffer, file: string): void {
  // `Host` was checked before. Only files with a hash in their name may be kept without asking.
  const isHashed = /-[\w-]{8,}\.\w+$/.test(file)
  res.writeHead(200, {
    'Content-Type': contentTypeOf(file), 'Content-Length': body.length,
    'Cache-Control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Content-Security-Policy': contentPolicy(`'self' ws://${req.headers.host ?? ''}`),
  })
  res.end(req.method === 'HEAD' ? undefined : body)
}
