import type { IncomingMessage } from 'node:http'
import { PlatformError } from '../../shared/errors/platform-error.ts'

const maxBytes = 1024 * 1024
const limitMs = 15_000

/** The body as JSON; {} when there is none. Throws PlatformError `body-too-large`, `input-invalid`. */
export async function readJsonBody(req: IncomingMessage): Promise<unknown> {
  const text = await readTextBody(req)
  try {
    return text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    throw invalidBody(req, 'the body is not JSON')
  }
}

/** Throws PlatformError `body-too-large`, `input-invalid`. */
export function readTextBody(req: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const fail = (error: PlatformError) => {
      clearTimeout(limit)
      req.off('data', take)
      reject(error)
    }
    const invalid = (why: string) => fail(invalidBody(req, why))
    const limit = setTimeout(() => invalid(`the body took longer than ${limitMs / 1000} seconds`), limitMs)
    const take = (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > maxBytes) return fail(new PlatformError('body-too-large', { limit: '1 MB' }))
      chunks.push(chunk)
    }
    req.on('data', take)
    req.on('error', () => invalid('the body broke off'))
    req.on('end', () => {
      clearTimeout(limit)
      resolve(Buffer.concat(chunks).toString('utf8'))
    })
  })
}

function invalidBody(req: IncomingMessage, why: string): PlatformError {
  return new PlatformError('input-invalid', { call: `${req.method} ${req.url?.split('?')[0]}`, why })
}
