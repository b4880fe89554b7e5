// What of the built interface may be served, as what, and under which policy: the same for a browser and for the window.

import { extname, join, normalize, sep } from 'node:path'

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

/** The file that a still encoded path stands for; null where it would leave the folder or is no kind of file we serve. */
export function interfaceFile(path: string, folder: string): string | null {
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

export const contentTypeOf = (file: string): string => contentTypes[extname(file)] ?? 'application/octet-stream'

/** Nothing but our own files, no inline script; styles may be inline because the terminal writes its own. */
export function contentPolicy(connect: string): string {
  return [
    "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:", "font-src 'self' data:",
    `connect-src ${connect}`, "worker-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
  ].join('; ')
}
