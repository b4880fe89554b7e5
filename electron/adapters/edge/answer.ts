// The router's own answers.

import { errorPage } from './pages.ts'
import { endTrip, type EdgeContext, type Trip } from './trip.ts'

/** Answers with a page if the client can still get one, and ends the trip either way. */
export function answerWithPage(context: EdgeContext, trip: Trip, code: string | null, status: number): void {
  const { response, request } = trip
  endTrip(context, trip, code, status)
  if (response.headersSent) {
    response.destroy()
    return
  }
  const page = errorPage({ code, host: trip.host, appName: trip.entry?.route?.appName ?? trip.host, requestId: trip.requestId })
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8', 'Content-Length': Buffer.byteLength(page), 'Cache-Control': 'no-cache, no-store', Via: '1.1 vegur',
    // The rest of a body that nobody will read is not waited for.
    ...(trip.hasBody && !request.complete ? { Connection: 'close' } : {}),
  })
  response.end(page)
}
