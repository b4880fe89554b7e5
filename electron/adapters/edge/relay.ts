// Passes an answer to the client as it comes, no faster than the client takes it.

import type { IncomingMessage } from 'node:http'
import { headersToClient } from './headers.ts'
import type { IdleWatch } from './idle-watch.ts'
import { endTrip, type EdgeContext, type Trip } from './trip.ts'

export function relayAnswer(context: EdgeContext, trip: Trip, answer: IncomingMessage, idle: IdleWatch): void {
  const { response } = trip
  const status = answer.statusCode ?? 502
  response.sendDate = false
  response.writeHead(status, answer.statusMessage, headersToClient(answer.rawHeaders))
  trip.abandon = () => {
    idle.stop()
    answer.destroy()
  }
  answer.on('data', (chunk: Buffer) => {
    idle.touch()
    trip.bytes += chunk.length
    if (!response.write(chunk)) answer.pause()
  })
  response.on('drain', () => {
    idle.touch()
    answer.resume()
  })
  // Headers of an answer that takes its time go ahead of its body; else both leave in one packet.
  setImmediate(() => {
    if (trip.bytes === 0 && !response.writableEnded && !response.destroyed) response.flushHeaders()
  })
  answer.on('end', () => {
    idle.stop()
    response.end()
  })
  answer.on('error', () => {})
  answer.on('close', () => {
    idle.stop()
    if (!answer.complete) breakOff(context, trip, 'H18')
  })
  response.on('finish', () => endTrip(context, trip, null, status))
}

/** The client has a part of the answer already, so all that is left is to close; the log says why. */
export function breakOff(context: EdgeContext, trip: Trip, code: string): void {
  if (trip.ended) return
  trip.abandon()
  endTrip(context, trip, code, code === 'H28' ? 499 : 503)
  trip.response.destroy()
}
