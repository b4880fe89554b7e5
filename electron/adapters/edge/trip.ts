// A Trip is one request on its way through the router: what is known of it so far, and at its end the report of it.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { randomUUID } from 'node:crypto'
import type { RequestReport, Target } from '../../../shared/domain/route.ts'
import type { RouterDecisions } from '../../engine/ports/http-edge.ts'
import type { EdgeLimits } from './edge-limits.ts'
import { forwardedFor, requestIdOf } from './headers.ts'
import { hasBody, requestTarget } from './request-check.ts'
import type { LoadGauge } from './load-gauge.ts'
import type { AppEntry, RouteTable } from './route-table.ts'
import type { TargetSockets } from './target-sockets.ts'

export type EdgeContext = {
  readonly limits: EdgeLimits
  readonly decisions: RouterDecisions
  readonly table: RouteTable
  readonly sockets: TargetSockets
  readonly loads: LoadGauge
  readonly port: number
  random(): number
  report(report: RequestReport): void
  wake(appId: string, requestId: string): void
}

/** The client's bare socket, when the request asks for another protocol. */
export type Switch = { readonly protocol: string; readonly socket: Duplex; readonly head: Buffer }

export type Trip = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly switching: Switch | null
  readonly entry: AppEntry | null
  readonly appId: string | null
  readonly arrivedAt: number
  /** On the clock that never goes back, like every `...Mark`. */
  readonly arrivedMark: number
  readonly requestId: string
  readonly peer: string
  readonly host: string
  readonly path: string
  readonly hasBody: boolean
  readonly tried: Set<string>
  tries: number
  looks: number
  failure: { readonly how: 'refused' | 'timeout'; readonly mark: number } | null
  target: Target | null
  /** The dyno it is under way at now. */
  at: string | null
  /** Time spent waiting for a target. */
  heldMs: number
  connectMs: number | null
  connectedMark: number | null
  /** Bytes of the answer's body given to the client. */
  bytes: number
  ended: boolean
  /** Undo what is under way: run when the trip ends early. */
  abandon: () => void
}

const methodsSafeToSendAgain: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

export function openTrip(context: EdgeContext, request: IncomingMessage, response: ServerResponse, switching: Switch | null): Trip {
  const { host, path } = requestTarget(request)
  const entry = context.table.find(host)
  const trip: Trip = {
    request, response, switching, entry, appId: entry?.route?.appId ?? null, arrivedAt: Date.now(), arrivedMark: performance.now(),
    requestId: requestIdOf(request.rawHeaders, randomUUID), peer: plainAddress(request.socket.remoteAddress ?? ''), host, path, hasBody: hasBody(request),
    tried: new Set(), tries: 0, looks: 0, failure: null, target: null, at: null, heldMs: 0, connectMs: null, connectedMark: null, bytes: 0, ended: false, abandon: () => {},
  }
  if (entry !== null) {
    entry.load.inFlight += 1
    context.loads.changed(entry.load)
  }
  response.on('close', () => {
    if (response.writableFinished || trip.ended) return
    trip.abandon()
    endTrip(context, trip, 'H27', 499)
  })
  return trip
}

/** Only the first call counts. */
export function endTrip(context: EdgeContext, trip: Trip, code: string | null, status: number | null): void {
  if (trip.ended) return
  trip.ended = true
  moveTo(context, trip, null)
  if (trip.entry !== null) trip.entry.load.inFlight -= 1
  const now = performance.now()
  const reached = trip.connectedMark !== null
  context.report({
    at: Date.now(), appId: trip.appId, method: trip.request.method ?? '', path: trip.path, host: trip.host, requestId: trip.requestId,
    fwd: forwardedFor(trip.request.rawHeaders, trip.peer), dynoId: trip.target?.dynoId ?? null, dyno: trip.target?.name ?? null,
    connectMs: trip.connectMs === null ? null : Math.round(trip.connectMs),
    serviceMs: trip.connectedMark === null ? null : Math.round(now - trip.connectedMark),
    totalMs: Math.round(now - trip.arrivedMark), status, bytes: reached ? trip.bytes : null, protocol: 'http', code,
    ...(trip.heldMs > 0 ? { heldMs: Math.round(trip.heldMs) } : {}),
  })
}

/** Counts the request at the dyno it is at now, or at none. */
export function moveTo(context: EdgeContext, trip: Trip, dynoId: string | null): void {
  const { load } = trip.entry ?? {}
  if (load === undefined) return
  if (trip.at !== null) {
    const left = (load.byDyno.get(trip.at) ?? 0) - 1
    if (left > 0) load.byDyno.set(trip.at, left)
    else load.byDyno.delete(trip.at)
  }
  trip.at = dynoId
  if (dynoId !== null) load.byDyno.set(dynoId, (load.byDyno.get(dynoId) ?? 0) + 1)
  context.loads.changed(load)
}

export const canSendAgain = (trip: Trip): boolean => !trip.hasBody && trip.switching === null && methodsSafeToSendAgain.has(trip.request.method ?? '')

/** A peer over IPv4 on a socket for both. */
const plainAddress = (address: string): string => address.replace(/^::ffff:/, '')
