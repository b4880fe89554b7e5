// Router (H) codes. Facts: devcenter error-codes (2021-08-04; field notes on the 2026-09-18 page), http-routing (2025-07-31).

export type RouterCode = {
  readonly code: string
  readonly description: string
  /** Status the client gets; null when the answer had begun or nobody is there to get one. */
  readonly status: number | null
  readonly level: 'info' | 'warning' | 'error'
  readonly meaning: string
}

const list: readonly RouterCode[] = [
  { code: 'H10', description: 'App crashed', status: 503, level: 'error', meaning: 'Every web dyno has crashed.' },
  { code: 'H11', description: 'Backlog too deep', status: 503, level: 'error', meaning: 'Too many requests of this app are under way already.' },
  { code: 'H12', description: 'Request timeout', status: 503, level: 'error', meaning: 'The dyno sent nothing within 30 seconds. It goes on working.' },
  { code: 'H13', description: 'Connection closed without response', status: 503, level: 'error', meaning: 'The dyno took the connection and closed it without an answer.' },
  { code: 'H14', description: 'No web processes running', status: 503, level: 'error', meaning: 'The app is scaled to no web dynos.' },
  { code: 'H15', description: 'Idle connection', status: 503, level: 'error', meaning: 'The dyno fell silent for 55 seconds in the middle of its answer.' },
  { code: 'H17', description: 'Poorly formatted HTTP response', status: 503, level: 'error', meaning: 'The answer was not HTTP.' },
  { code: 'H18', description: 'Server Request Interrupted', status: 503, level: 'error', meaning: 'The dyno broke off in the middle of its answer.' },
  { code: 'H19', description: 'Backend connection timeout', status: 503, level: 'error', meaning: 'No connection to the dyno within 5 seconds.' },
  { code: 'H20', description: 'App boot timeout', status: 503, level: 'error', meaning: 'The request waited 75 seconds and no web dyno came up.' },
  { code: 'H21', description: 'Backend connection refused', status: 503, level: 'error', meaning: 'The dyno refused the connection.' },
  { code: 'H27', description: 'Client Request Interrupted', status: 499, level: 'warning', meaning: 'The client went away.' },
  { code: 'H28', description: 'Client Connection Idle', status: 499, level: 'warning', meaning: 'The client stopped sending for 55 seconds.' },
  { code: 'H80', description: 'Maintenance mode', status: 503, level: 'info', meaning: 'Maintenance mode is on.' },
  { code: 'H81', description: 'Blank app', status: 503, level: 'info', meaning: 'Nothing has been deployed to this app yet.' },
  { code: 'H99', description: 'Platform error', status: 503, level: 'error', meaning: 'The platform itself failed.' },
]

export const routerCodes: ReadonlyMap<string, RouterCode> = new Map(list.map((code) => [code.code, code]))
