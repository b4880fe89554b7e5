// The hook's few words, as hook-script.ts writes them.

import type { Socket } from 'node:net'

export type RefChange = { readonly oldCommit: string; readonly newCommit: string; readonly ref: string }

export type PushRequest =
  | { readonly kind: 'push'; readonly secret: string; readonly quarantine: string; readonly refs: readonly RefChange[] }
  | { readonly kind: 'verdict'; readonly secret: string }

/** 20,000 refs fit. */
const maxRequestBytes = 4 * 1024 * 1024
const refPattern = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) (refs\/\S+)$/

/** Reads one request and leaves the socket open for the answer. Rejects when it is none. */
export function readPushRequest(socket: Socket): Promise<PushRequest> {
  return new Promise((resolve, reject) => {
    let text = ''
    const refuse = () => reject(new Error('not a request of the hook'))
    socket.setEncoding('utf8')
    socket.on('close', refuse)
    socket.on('data', (chunk: string) => {
      text += chunk
      if (text.length > maxRequestBytes) return refuse()
      const request = parsePushRequest(text)
      if (request === 'unfinished') return
      if (request === null) refuse()
      else resolve(request)
    })
  })
}

/** null: this can not become a request any more. */
export function parsePushRequest(text: string): PushRequest | 'unfinished' | null {
  const lines = text.split('\n')
  const first = /^(push|verdict) ([0-9a-f]+\.[0-9a-f]+)$/.exec(lines[0] ?? '')
  if (lines.length < 2) return 'unfinished'
  if (first === null) return null
  const secret = first[2] ?? ''
  if (first[1] === 'verdict') return { kind: 'verdict', secret }
  if (!text.endsWith('\n\n') || lines.length < 4) return 'unfinished'
  const refs = lines.slice(2, -2).map((line) => refPattern.exec(line))
  if (refs.length === 0) return null
  const changes: RefChange[] = []
  for (const ref of refs) {
    if (ref === null) return null
    changes.push({ oldCommit: ref[1] ?? '', newCommit: ref[2] ?? '', ref: ref[3] ?? '' })
  }
  return { kind: 'push', secret, quarantine: lines[1] ?? '', refs: changes }
}
