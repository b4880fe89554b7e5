// Router (H) codes. Facts: devcenter error-codes (2021-08-04; field notes on the 2026-09-18 page), http-routing (2025-07-31). Where the
// sources differ: H81 is answered with 503 as in 2021 (the field notes of 2026 say 502).

import type { RouterRules } from '../domain/route.ts'

export type RouterCode = {
  readonly code: string
  /** What the log line has as desc. */
  readonly description: string
  /** What Router 2.0 has in its place. */
  readonly currentDescription?: string
  /** Status the client gets; null when the answer had begun or nobody is there to get one. */
  readonly status: number | null
  /** Statuses of certain causes. */
  readonly statusOf?: Readonly<Record<string, number>>
  readonly level: 'info' | 'warning' | 'error'
  readonly meaning: string
  /** Only this router has it; absent: both. */
  readonly onlyIn?: RouterRules
  /** Why it can not occur in Dynarium; absent: it can. */
  readonly whyNot?: string
}

const list: readonly RouterCode[] = [
  { code: 'H10', description: 'App crashed', status: 503, level: 'error', meaning: 'Every web dyno has crashed.' },
  { code: 'H11', description: 'Backlog too deep', status: 503, level: 'error', meaning: 'Too many requests of this app are under way already.' },
  { code: 'H12', description: 'Request timeout', status: 503, level: 'error', meaning: 'The dyno sent nothing within 30 seconds. It goes on working.' },
  { code: 'H13', description: 'Connection closed without response', status: 503, level: 'error', meaning: 'The dyno took the connection and closed it without an answer.' },
  { code: 'H14', description: 'No web processes running', status: 503, level: 'error', meaning: 'The app is scaled to no web dynos.' },
  { code: 'H15', description: 'Idle connection', status: 503, level: 'error', meaning: 'The dyno fell silent for 55 seconds in the middle of its answer.' },
  {
    code: 'H16', description: 'Redirect to herokuapp.com', status: null, level: 'info', meaning: 'Once, a request for the old heroku.com name was sent to the herokuapp.com one.',
    whyNot: 'Retired: apps have had one name only for years, here as on Heroku.',
  },
  { code: 'H17', description: 'Poorly formatted HTTP response', status: 503, level: 'error', meaning: 'The answer was not HTTP.' },
  { code: 'H18', description: 'Server Request Interrupted', status: 503, level: 'error', meaning: 'The dyno broke off in the middle of its answer.' },
  { code: 'H19', description: 'Backend connection timeout', status: 503, level: 'error', meaning: 'No connection to the dyno within 5 seconds.' },
  { code: 'H20', description: 'App boot timeout', status: 503, level: 'error', meaning: 'The request waited 75 seconds and no web dyno came up.' },
  { code: 'H21', description: 'Backend connection refused', status: 503, level: 'error', meaning: 'The dyno refused the connection.' },
  { code: 'H22', description: 'Connection limit reached', status: 503, level: 'error', meaning: 'The router saw far more connections for this app than is normal.' },
  {
    code: 'H23', description: 'Endpoint misconfigured', status: 503, level: 'error', meaning: 'A WebSocket was asked for at an endpoint that could not do WebSockets.',
    whyNot: 'Retired: every endpoint can do WebSockets by now.',
  },
  { code: 'H24', description: 'Forced close', status: null, level: 'error', meaning: 'The router was stopped before the request was done.' },
  { code: 'H25', description: 'HTTP restriction', status: 502, level: 'error', meaning: 'The answer had something that the router does not pass on: a length, cookie, header or status line out of bounds.' },
  {
    code: 'H26', description: 'Request Error', status: 400, statusOf: { 'unsupported expect header value': 417, 'bad header': 400, 'bad chunk': 400 }, level: 'error',
    meaning: 'The request broke a rule of HTTP.', onlyIn: 'classic',
  },
  { code: 'H27', description: 'Client Request Interrupted', status: 499, level: 'warning', meaning: 'The client went away.' },
  { code: 'H28', description: 'Client Connection Idle', status: 499, level: 'warning', meaning: 'The client stopped sending for 55 seconds.' },
  { code: 'H31', description: 'Misdirected Request', status: 421, level: 'error', meaning: 'The host was this app\'s once and is no more. Often the client still has an old DNS answer.' },
  {
    code: 'H32', description: 'TLS Certificate Mismatch', status: 495, level: 'error', meaning: 'The certificate does not belong to the host that was asked for.',
    whyNot: 'The router here speaks plain HTTP on this machine only, so there are no certificates.',
  },
  {
    code: 'H33', description: 'HTTP/2 Stream Broken', status: null, level: 'error', meaning: 'A stream of HTTP/2 broke, and it can not be told at which end.',
    whyNot: 'HTTP/2 needs TLS on Heroku; the router here speaks HTTP/1.1 only.',
  },
  { code: 'H34', description: 'All up dynos are quarantined', status: 503, level: 'error', meaning: 'Every web dyno refused or timed out a short while ago, and none took a connection within 75 seconds.', onlyIn: 'current' },
  { code: 'H80', description: 'Maintenance mode', status: 503, level: 'info', meaning: 'Maintenance mode is on.' },
  { code: 'H81', description: 'Blank app', status: 503, level: 'info', meaning: 'Nothing has been deployed to this app yet.' },
  { code: 'H82', description: 'Free dyno quota exhausted', currentDescription: "You've used up your dyno hour pool", status: 503, level: 'info', meaning: 'The hours of the account\'s free or eco dynos are used up, so they sleep.' },
  { code: 'H83', description: 'Planned Service Degradation', status: 503, level: 'info', meaning: 'The platform announced that it serves less for a while.' },
  { code: 'H99', description: 'Platform error', status: 503, level: 'error', meaning: 'The platform itself failed.' },
]

export const routerCodes: ReadonlyMap<string, RouterCode> = new Map(list.map((code) => [code.code, code]))
