// The whole way of one request: find its app, find a target, pass it on, pass the answer back, report.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Target } from '../../../shared/domain/route.ts'
import { seekTarget } from './admission.ts'
import { answerWithPage } from './answer.ts'
import { tryTarget, type Outcome } from './attempt.ts'
import { breakOff, relayAnswer } from './relay.ts'
import { requestFault } from './request-check.ts'
import { canSendAgain, moveTo, openTrip, type EdgeContext, type Switch, type Trip } from './trip.ts'
import { openTunnel } from './tunnel.ts'

export function exchange(context: EdgeContext, request: IncomingMessage, response: ServerResponse, switching: Switch | null): void {
  const fault = requestFault(request, context.limits)
  if (fault !== null) return refuse(response, 400, `Bad request: ${fault}.`)
  const trip = openTrip(context, request, response, switching)
  seek(context, trip)
}

/** Before there is an app to blame or a log to write to. */
export function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': Buffer.byteLength(text), Connection: 'close' })
  response.end(text)
}

function seek(context: EdgeContext, trip: Trip): void {
  seekTarget(context, trip, {
    pass: (target) => send(context, trip, target, canSendAgain(trip)),
    answer: (code, status) => answerWithPage(context, trip, code, status),
  })
}

function send(context: EdgeContext, trip: Trip, target: Target, kept: boolean): void {
  trip.target = target
  moveTo(context, trip, target.dynoId)
  trip.tries += 1
  trip.tried.add(target.dynoId)
  tryTarget(context, trip, target, kept, (outcome) => proceed(context, trip, target, outcome), () => fellSilent(context, trip))
}

function proceed(context: EdgeContext, trip: Trip, target: Target, outcome: Outcome): void {
  switch (outcome.kind) {
    case 'answered':
      return relayAnswer(context, trip, outcome.answer, outcome.idle)
    case 'switched':
      if (trip.switching === null) {
        outcome.socket.destroy()
        return answerWithPage(context, trip, 'H17', 503)
      }
      return openTunnel(context, trip, trip.switching, outcome.answer, outcome.socket, outcome.head)
    case 'unreached': {
      const now = performance.now()
      trip.entry?.quarantine.set(target.dynoId, now + context.decisions.quarantineMs)
      trip.failure = { how: outcome.how, mark: now }
      moveTo(context, trip, null)
      return seek(context, trip)
    }
    case 'stale':
      return send(context, trip, target, false)
    case 'failed':
      return answerWithPage(context, trip, outcome.code, 503)
  }
}

/** Whose silence it is: the client's while its body is awaited or the answer waits for it, else the dyno's. */
function fellSilent(context: EdgeContext, trip: Trip): void {
  const { request, response } = trip
  const clientIsAwaited = (!request.complete && !request.isPaused()) || response.writableNeedDrain
  if (clientIsAwaited || response.headersSent) return breakOff(context, trip, clientIsAwaited ? 'H28' : 'H15')
  trip.abandon()
  answerWithPage(context, trip, 'H15', 503)
}
