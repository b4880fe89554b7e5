// The interface for a browser: the files of one folder, and nothing outside it.

import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { PlatformError } from '../../shared/errors/platform-error.ts'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

const unbuilt = `<!doctype html><meta charset="utf-8"><title>Dynarium</title>
<p>The engine is running, but its interface is not built. Run <code>npm run build</code>, then reload.</p>\n`

/** Throws PlatformError `path-not-found`. */
export async function serveStatic(req: IncomingMessage, res: ServerResponse, folder: string | null, path: string): Promise<void> {
  if (req.method !== 'GET' && req.method !== 'HEAD') throw new PlatformError('path-not-found', { path })
  const file = folder === null ? null : fileFor(path, folder)
  const body = file === null ? null : await readFile(file).catch(() => null)
  if (body !== null && file !== null) return send(req, res, body, file)
  if (path !== '/') throw new PlatformError('path-not-found', { path })
  send(req, res, Buffer.from(unbuilt), 'unbuilt.html')
}

/** null where the path would leave the folder or name no file we serve. */
function fileFor(path: string, folder: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return null
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null
  const file = normalize(join(folder, decoded === '/' ? 'index.html' : decoded))
  if (!file.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return null
  return Object.hasOwn(contentTypes, extname(file)) ? file : null
}

function send(req: IncomingMessage, res: ServerResponse, body: Buffer, file: string): void {
  const type = contentTypes[extname(file)] ?? 'application/octet-stream'
  // Only files with a hash in their name may be kept without asking.
  const isHashed = /-[\w-]{8,}\.\w+$/.test(file)
  res.writeHead(200, {
    'Content-Type': type, 'Content-Length': body.length,
    'Cache-Control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    'Content-Security-Policy': contentPolicy(req.headers.host ?? ''),
  })
  res.end(req.method === 'HEAD' ? undefined : body)
}

/** Nothing but our own files, no inline script; styles may be inline because the terminal writes its own. `host` was checked before. */
function contentPolicy(host: string): string {
  return [
    "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:", "font-src 'self' data:",
    `connect-src 'self' ws://${host}`, "worker-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
  ].join('; ')
}
