import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { contentPolicy, contentTypeOf } from '../api/interface-files.ts'
import { fileFor } from './page-files'

/** Must run before the app is ready: gives app:// the rights of an ordinary web origin. */
export function claimAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
  ])
}

/** Serves the built interface from `folder`, and nothing outside it. */
export function serveAppScheme(folder: string): void {
  protocol.handle('app', async (request) => {
    const file = fileFor(request.url, folder)
    const body = file === null ? null : await readFile(file).catch(() => null)
    if (file === null || body === null) return new Response('Not found', { status: 404 })
    return new Response(body, {
      headers: {
        'content-type': contentTypeOf(file),
        'content-security-policy': contentPolicy("'self'"),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      },
    })
  })
}
