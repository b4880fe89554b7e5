// Posts by HTTP and HTTPS. No redirect is followed: the address that a person gave is the only one.

import { createHmac } from 'node:crypto'
import { request as requestPlain, type IncomingMessage } from 'node:http'
import { request as requestTls } from 'node:https'
import type { Webhooks } from '../../engine/ports/webhooks.ts'

const answerLimitMs = 10_000

const words: Readonly<Record<string, string>> = { ECONNREFUSED: 'nothing listens there', ENOTFOUND: 'there is no such host', EAI_AGAIN: 'its name could not be looked up', ECONNRESET: 'it broke the connection', ETIMEDOUT: 'it did not answer in time' }

export function createWebhooks({ answerMs = answerLimitMs }: { readonly answerMs?: number } = {}): Webhooks {
  return {
    post: (url, { type, text, authorization, signature }) => new Promise((resolve, reject) => {
      const body = Buffer.from(text)
      const fail = (error: NodeJS.ErrnoException): void => reject(new Error(words[error.code ?? ''] ?? error.message))
      const take = (answer: IncomingMessage): void => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode ?? 0))
        answer.on('error', fail)
      }
      const options = { method: 'POST', headers: { 'Content-Type': type, 'Content-Length': body.length, 'User-Agent': 'Dynarium', ...(authorization === undefined ? {} : { Authorization: authorization }), ...(signature === undefined ? {} : { [signature.header]: createHmac('sha256', signature.secret).update(body).digest('base64') }) }, signal: AbortSignal.timeout(answerMs) }
      const posted = url.startsWith('https:') ? requestTls(url, options, take) : requestPlain(url, options, take)
      posted.on('error', (error) => fail(error.name === 'TimeoutError' || error.name === 'AbortError' ? Object.assign(error, { code: 'ETIMEDOUT' }) : error))
      posted.end(body)
    }),
  }
}
