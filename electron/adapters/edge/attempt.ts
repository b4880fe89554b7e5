// One try at one target: connect, pass the request on, wait for the first byte of the answer. Until the connection stands nothing
// was sent, so another target may be tried; after that the request is never sent again, but for one case: a kept socket that the
// dyno had closed while it was idle, and a request without a body that is safe to repeat.

import { request as httpRequest, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Target } from '../../../shared/domain/route.ts'
import { headersToDyno } from './headers.ts'
import { watchIdle, type IdleWatch } from './idle-watch.ts'
import { canSendAgain, type EdgeContext, type Trip } from './trip.ts'

export type Outcome =
  | { readonly kind: 'answered'; readonly answer: IncomingMessage; readonly idle: IdleWatch }
  | { readonly kind: 'switched'; readonly answer: IncomingMessage; readonly socket: Socket; readonly head: Buffer }
  | { readonly kind: 'unreached'; readonly how: 'refused' | 'timeout' }
  /** Closed before any byte of an answer. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'failed'; readonly code: string }

/** `settle` is called once; not at all when the trip is abandoned. `silent` is told when bytes stop moving later on. */
export function tryTarget(context: EdgeContext, trip: Trip, target: Target, kept: boolean, settle: (outcome: Outcome) => void, silent: () => void): void {
  const { limits } = context
  const startedMark = performance.now()
  const upstream = httpRequest({
    host: target.host, port: target.port, method: trip.request.method ?? 'GET', path: trip.path, maxHeaderSize: limits.responseHeadBytes,
    agent: kept ? context.sockets.kept(target) : context.sockets.fresh,
    headers: outgoingHeaders(context, trip),
  })
  let settled = false
  let connected = false
  let firstByte: ReturnType<typeof setTimeout> | null = null
  // While the first byte is awaited its own limit counts.
  const idle = watchIdle(limits.idleMs, () => {
    if (firstByte === null) silent()
    return firstByte !== null
  })
  const connecting = setTimeout(() => finish({ kind: 'unreached', how: 'timeout' }), limits.connectMs)
  trip.abandon = () => {
    settled = true
    quieten()
    upstream.destroy()
  }

  upstream.on('socket', (socket) => (socket.connecting ? socket.once('connect', reached) : reached()))
  upstream.on('finish', () => {
    if (!settled) firstByte = setTimeout(() => finish({ kind: 'failed', code: 'H12' }), limits.firstByteMs)
  })
  upstream.on('response', (answer) => (canBePassedOn(answer) ? keepGoing({ kind: 'answered', answer, idle }) : finish({ kind: 'failed', code: 'H17' })))
  upstream.on('upgrade', (answer, socket: Socket, head) => keepGoing({ kind: 'switched', answer, socket, head }))
  upstream.on('information', ({ statusCode, headers }) => {
    if (statusCode === 103 && headers.link !== undefined && trip.switching === null) passHints(trip.response, headers.link)
  })
  upstream.on('error', (error: NodeJS.ErrnoException) => finish(explain(error)))
  if (!trip.hasBody) upstream.end()

  function reached(): void {
    if (settled) return
    connected = true
    clearTimeout(connecting)
    trip.connectedMark = performance.now()
    trip.connectMs = trip.connectedMark - startedMark
    if (trip.hasBody) passBody(trip, upstream, idle)
  }

  function explain(error: NodeJS.ErrnoException): Outcome {
    if (!connected) return { kind: 'unreached', how: error.code === 'ETIMEDOUT' ? 'timeout' : 'refused' }
    if (error.code?.startsWith('HPE_') === true) return { kind: 'failed', code: 'H17' }
    const soon = performance.now() - (trip.connectedMark ?? 0) < limits.staleSocketMs
    return upstream.reusedSocket && soon && canSendAgain(trip) ? { kind: 'stale' } : { kind: 'failed', code: 'H13' }
  }

  function keepGoing(outcome: Outcome): void {
    if (settled) return
    settled = true
    if (firstByte !== null) clearTimeout(firstByte)
    firstByte = null
    clearTimeout(connecting)
    idle.touch()
    if (outcome.kind === 'switched') idle.stop()
    settle(outcome)
  }

  function finish(outcome: Outcome): void {
    if (settled) return
    settled = true
    quieten()
    upstream.destroy()
    trip.abandon = () => {}
    settle(outcome)
  }

  function quieten(): void {
    clearTimeout(connecting)
    if (firstByte !== null) clearTimeout(firstByte)
    idle.stop()
  }
}

function outgoingHeaders(context: EdgeContext, trip: Trip): string[] {
  const { request, peer, requestId, arrivedAt, switching } = trip
  const headers = headersToDyno(request.rawHeaders, {
    peer, port: context.port, proto: 'http', requestId, arrivedAt, hasBody: trip.hasBody, upgrade: switching?.protocol ?? null,
  })
  const framed = request.headers['content-length'] !== undefined || trip.hasBody
  // node:http would announce a chunked body for a POST that has none.
  if (!framed && !['GET', 'HEAD', 'OPTIONS', 'DELETE'].includes(request.method ?? '')) headers.push('Content-Length', '0')
  return headers
}

/** node:http reads some answers that it refuses to write; and a switch of protocols that nobody asked for ends no request. */
function canBePassedOn({ statusCode = 0, statusMessage = '' }: IncomingMessage): boolean {
  return statusCode >= 200 && /^[\t\x20-\x7e\x80-\xff]*$/.test(statusMessage)
}

function passHints(response: ServerResponse, link: string | string[]): void {
  try {
    response.writeEarlyHints({ link })
  } catch {
    // What is no list of links is left out: hints are only hints.
  }
}

function passBody(trip: Trip, upstream: ClientRequest, idle: IdleWatch): void {
  const { request } = trip
  request.on('data', (chunk: Buffer) => {
    idle.touch()
    if (!upstream.write(chunk)) request.pause()
  })
  upstream.on('drain', () => {
    idle.touch()
    request.resume()
  })
  request.on('end', () => upstream.end())
}
