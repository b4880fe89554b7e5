import type { RequestReport } from '../../shared/domain/route.ts'

export function exampleRequest(change: Partial<RequestReport> = {}): RequestReport {
  return {
    at: 1000, appId: 'a1', method: 'GET', path: '/', host: 'tea.localhost', requestId: 'q1', fwd: '127.0.0.1', dynoId: 'web.1', dyno: 'web.1', connectMs: 1, serviceMs: 9,
    totalMs: 10, status: 200, bytes: 12, protocol: 'http', code: null, ...change,
  }
}
