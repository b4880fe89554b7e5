import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forwardedFor, headersToClient, headersToDyno, requestIdOf, valueOf, type ForwardFacts } from './headers.ts'

const facts: ForwardFacts = { peer: '127.0.0.1', port: 7080, proto: 'http', requestId: 'r', arrivedAt: 5, hasBody: false, upgrade: null }
const pairs = (flat: readonly string[]): string[] => flat.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${flat[index + 1]}`] : []))

describe('headers to the dyno', () => {
  it('keep their order, spelling and repeats', () => {
    const headers = pairs(headersToDyno(['HoSt', 'a', 'x-two', '1', 'Cookie', 'a=1', 'X-Two', '2'], facts))
    expect(headers.slice(0, 4)).toEqual(['HoSt: a', 'x-two: 1', 'Cookie: a=1', 'X-Two: 2'])
  })

  it('lose what is for one connection only, named in Connection or known', () => {
    const raw = ['Host', 'a', 'Connection', 'keep-alive, X-One', 'X-One', '1', 'Keep-Alive', '5', 'TE', 'trailers', 'Proxy-Authorization', 'x', 'Upgrade', 'h2c', 'Trailer', 'y', 'X-Two', '2']
    expect(pairs(headersToDyno(raw, facts)).filter((line) => !line.startsWith('X-F') && !line.startsWith('X-R'))).toEqual(['Host: a', 'X-Two: 2', 'Via: 1.1 vegur'])
  })

  it('keep Host and Content-Length whatever Connection says', () => {
    const headers = pairs(headersToDyno(['Host', 'a', 'Content-Length', '3', 'Connection', 'host, content-length'], { ...facts, hasBody: true }))
    expect(headers).toEqual(expect.arrayContaining(['Host: a', 'Content-Length: 3']))
  })

  it('replace what only the router may say', () => {
    const headers = pairs(headersToDyno(['X-Forwarded-Proto', 'https', 'x-forwarded-port', '443', 'X-Request-Start', '1', 'X-Request-Id', 'mine', 'Via', '1.0 fred', 'X-Forwarded-Host', 'kept'], facts))
    expect(headers).toEqual(['X-Forwarded-Host: kept', 'X-Forwarded-For: 127.0.0.1', 'X-Forwarded-Proto: http', 'X-Forwarded-Port: 7080', 'X-Request-Start: 5', 'X-Request-Id: r', 'Via: 1.0 fred, 1.1 vegur'])
  })

  it('frame a body once: chunked wins over a length', () => {
    expect(pairs(headersToDyno(['Transfer-Encoding', 'chunked', 'Content-Length', '3'], { ...facts, hasBody: true }))).not.toContain('Content-Length: 3')
    expect(pairs(headersToDyno(['Transfer-Encoding', 'chunked'], { ...facts, hasBody: true }))).toContain('Transfer-Encoding: chunked')
  })

  it('never pass a connection header on, whatever is sent', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('Connection', 'TE', 'Upgrade', 'Host', 'X-A', 'Keep-Alive'), fc.constantFrom('close', 'x-a', 'upgrade, te', ''))), (list) => {
        const sent = headersToDyno(list.flat(), facts)
        for (const name of ['connection', 'te', 'upgrade', 'keep-alive', 'transfer-encoding']) expect(valueOf(sent, name)).toBeNull()
        expect(sent.length % 2).toBe(0)
      }),
    )
  })
})

describe('other headers', () => {
  it('to the client lose what is for one connection and gain Via', () => {
    expect(pairs(headersToClient(['Set-Cookie', 'a', 'Set-Cookie', 'b', 'Transfer-Encoding', 'chunked', 'Connection', 'close']))).toEqual(['Set-Cookie: a', 'Set-Cookie: b', 'Via: 1.1 vegur'])
  })

  it('X-Forwarded-For ends with the real peer', () => {
    expect(forwardedFor(['X-Forwarded-For', 'a', 'x-forwarded-for', 'b'], 'peer')).toBe('a, b, peer')
    expect(forwardedFor([], 'peer')).toBe('peer')
  })

  it.each([['a'.repeat(19), false], ['a'.repeat(20), true], ['a'.repeat(200), true], ['a'.repeat(201), false], ['under_scores_are_not_fit', false], ['+/=-+/=-+/=-+/=-+/=-', true]])('X-Request-Id %s', (id, fit) => {
    expect(requestIdOf(['X-Request-Id', id], () => 'fresh')).toBe(fit ? id : 'fresh')
  })
})
