// HTTP to partners on Node's own client. `localhost` and what ends in `.localhost` is this machine whatever a resolver says, so an app
// on Dynarium may be a partner.

import { request as httpRequest, type ClientRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isPartnerAddress } from '../../../shared/add-ons/manifest.ts'
import { maxPartnerAnswerBytes, type PartnerAnswer, type PartnerHttp, type PartnerRequest } from '../../engine/ports/partner-http.ts'

const stopping = 'Dynarium stops'
const problems: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there', ENOTFOUND: 'its name is not known', EAI_AGAIN: 'its name could not be looked up', ECONNRESET: 'the connection broke', EPIPE: 'the connection broke',
  ETIMEDOUT: 'it can not be reached', EHOSTUNREACH: 'it can not be reached', ENETUNREACH: 'it can not be reached',
}

export function createPartnerHttp(): PartnerHttp {
  const underWay = new Set<() => void>()
  let isOver = false

  function send(order: PartnerRequest): Promise<PartnerAnswer> {
    const began = performance.now()
    return new Promise((resolve) => {
      let asked: ClientRequest | null = null
      let wasSent = false
      const tookMs = (): number => Math.round(performance.now() - began)
      const end = (answer: PartnerAnswer): void => {
        clearTimeout(limit)
        underWay.delete(halt)
        resolve(answer)
        asked?.destroy()
      }
      const fail = (why: string): void => end({ kind: 'problem', why, wasSent, tookMs: tookMs() })
      const halt = (): void => fail(stopping)
      const limit = setTimeout(() => fail(`it did not answer within ${order.limitMs / 1000} seconds`), order.limitMs)
      if (isOver) return halt()
      if (!isPartnerAddress(order.url)) return fail('that address is not allowed')
      underWay.add(halt)
      try {
        asked = open(order)
      } catch {
        return fail('that address is not allowed')
      }
      asked.on('finish', () => (wasSent = true))
      asked.on('error', (error: NodeJS.ErrnoException) => fail(problems[error.code ?? ''] ?? error.message))
      asked.on('response', (response) => {
        const chunks: Buffer[] = []
        let bytes = 0
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > maxPartnerAnswerBytes) return fail(`it answered with more than ${maxPartnerAnswerBytes / 1024} KB`)
          chunks.push(chunk)
        })
        response.on('error', () => fail('the connection broke'))
        response.on('end', () => end({ kind: 'answer', status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8'), tookMs: tookMs() }))
      })
      asked.end(order.body === null ? undefined : JSON.stringify(order.body))
    })
  }

  return {
    send,
    stop: () => {
      isOver = true
      for (const halt of underWay) halt()
    },
  }
}

function open({ method, url, user, password, body }: PartnerRequest): ClientRequest {
  const { protocol, hostname, port, pathname } = new URL(url)
  const text = body === null ? null : JSON.stringify(body)
  const options = {
    method, host: /(^|\.)localhost$/i.test(hostname) ? 'localhost' : hostname.replace(/^\[|\]$/g, ''), port, path: pathname, agent: false,
    headers: {
      'Host': port === '' ? hostname : `${hostname}:${port}`, 'Authorization': `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`, 'Accept': 'application/vnd.heroku-addons+json; version=3',
      'User-Agent': 'Dynarium', ...(text === null ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }),
    },
  }
  return protocol === 'https:' ? httpsRequest({ ...options, servername: hostname }) : httpRequest(options)
}
