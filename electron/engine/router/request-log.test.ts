import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RequestReport } from '../../../shared/domain/route.ts'
import { requestLine, routerLine } from './request-log.ts'

const report: RequestReport = {
  at: 1, appId: 'a', method: 'GET', path: '/books?id=1', host: 'calm-sea-1.localhost', requestId: 'b5a2', fwd: '203.0.113.7, 127.0.0.1', dynoId: 'd', dyno: 'web.2',
  connectMs: 1, serviceMs: 17.6, totalMs: 20, status: 200, bytes: 512, protocol: 'http', code: null,
}

describe('router log line (RT74)', () => {
  it('of a request that was passed', () => {
    expect(requestLine(report)).toBe(
      'at=info method=GET path="/books?id=1" host=calm-sea-1.localhost request_id=b5a2 fwd="203.0.113.7, 127.0.0.1" dyno=web.2 connect=1ms service=18ms status=200 bytes=512 protocol=http',
    )
  })

  it('of one that never reached a dyno has empty fields', () => {
    const line = requestLine({ ...report, code: 'H10', dyno: null, connectMs: null, serviceMs: null, status: 503, bytes: null })
    expect(line).toBe('at=error code=H10 desc="App crashed" method=GET path="/books?id=1" host=calm-sea-1.localhost request_id=b5a2 fwd="203.0.113.7, 127.0.0.1" dyno= connect= service= status=503 bytes= protocol=http')
  })

  it.each([['H18', /^sock=backend at=error code=H18 desc="Server Request Interrupted" method=/], ['H27', /^sock=client at=warning code=H27 /], ['H80', /^at=info code=H80 desc="Maintenance mode" /]])('%s', (code, start) => {
    expect(requestLine({ ...report, code })).toMatch(start)
  })

  it('of Router 2.0: fwd bare, protocol with its version, TLS last (RT75)', () => {
    expect(requestLine({ ...report, rules: 'current' })).toBe(
      'at=info method=GET path="/books?id=1" host=calm-sea-1.localhost request_id=b5a2 fwd=203.0.113.7,127.0.0.1 dyno=web.2 connect=1ms service=18ms status=200 bytes=512 protocol=http1.1 tls=false tls_version=unknown',
    )
    expect(requestLine({ ...report, rules: 'current', code: 'H82' })).toContain('desc="You\'ve used up your dyno hour pool"')
    expect(requestLine({ ...report, code: 'H82' })).toContain('desc="Free dyno quota exhausted"')
  })

  it('says what was wrong with an answer (H25), with a request (H26), and who was misdirected (H31) (RT76)', () => {
    expect(requestLine({ ...report, code: 'H25', cause: 'oversized cookie' })).toMatch(/^at=error code=H25 desc="HTTP restriction: oversized cookie" method=/)
    expect(requestLine({ ...report, code: 'H26', cause: 'bad header' })).toMatch(/^at=error code=H26 desc="Request Error" cause="bad header" method=/)
    for (const rules of ['classic', 'current'] as const) expect(requestLine({ ...report, rules, code: 'H31', agent: 'curl/8 "x"' })).toMatch(/ agent="curl\/8 %22x%22"$/)
  })

  it.each([['classic', 4], ['current', 2]] as const)('can not be forged: one line, and a quote never ends a field (%s)', (rules, quotes) => {
    const text = fc.string({ unit: 'binary' })
    fc.assert(
      fc.property(text, text, text, (path, host, fwd) => {
        const line = requestLine({ ...report, path, host, fwd, rules })
        // oxlint-disable-next-line no-control-regex
        expect(line).not.toMatch(/[\u0000-\u001f\u007f]/)
        expect(line.match(/"/g)).toHaveLength(quotes)
        expect(line.match(/ dyno=/g)).toHaveLength(rules === 'current' ? 1 : 1 + (fwd.match(/ dyno=/g) ?? []).length)
      }),
    )
  })

  it('is nobody\'s for a host that no app has', () => {
    expect(routerLine({ ...report, appId: null })).toBeNull()
    expect(routerLine(report)).toMatchObject({ appId: 'a', source: 'heroku', ps: 'router' })
  })
})
