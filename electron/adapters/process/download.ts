// Fetches a file of the web to disk, within bounds of time, size and redirects.

import { createWriteStream } from 'node:fs'
import { get as getHttp, type IncomingMessage } from 'node:http'
import { get as getHttps } from 'node:https'
import { pipeline } from 'node:stream/promises'
import { byteSize } from '../../../shared/text/amounts.ts'

export type DownloadOptions = {
  readonly limitMs: number
  readonly maxBytes: number
  onCancel(handler: () => void): () => void
}

const redirectsAtMost = 5

export async function download(address: string, file: string, options: DownloadOptions): Promise<void> {
  const abort = new AbortController()
  const limit = setTimeout(() => abort.abort(new Error(`it took longer than ${Math.round(options.limitMs / 1000)} seconds`)), options.limitMs)
  const forget = options.onCancel(() => abort.abort(new Error('the build was cancelled')))
  try {
    const response = await request(address, abort.signal)
    const bounded = async function* (): AsyncGenerator<Buffer> {
      let bytes = 0
      for await (const chunk of response as AsyncIterable<Buffer>) {
        bytes += chunk.length
        if (bytes > options.maxBytes) throw new Error(`it is larger than ${byteSize(options.maxBytes)}`)
        yield chunk
      }
    }
    await pipeline(bounded, createWriteStream(file), { signal: abort.signal })
  } catch (error) {
    throw abort.signal.aborted ? abort.signal.reason : error
  } finally {
    clearTimeout(limit)
    forget()
  }
}

async function request(address: string, signal: AbortSignal): Promise<IncomingMessage> {
  let url = new URL(address)
  for (let hop = 0; hop <= redirectsAtMost; hop++) {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error(`${url.protocol} is not a way to fetch it`)
    const response = await once(url, signal)
    const { statusCode = 0, headers } = response
    if (statusCode === 200) return response
    response.destroy()
    if (statusCode < 300 || statusCode >= 400 || headers.location === undefined) throw new Error(`the server answered ${statusCode}`)
    url = new URL(headers.location, url)
  }
  throw new Error(`it was redirected more than ${redirectsAtMost} times`)
}

function once(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const get = url.protocol === 'https:' ? getHttps : getHttp
    get(url, { signal, headers: { 'user-agent': 'dynarium' } }, resolve).once('error', reject)
  })
}
