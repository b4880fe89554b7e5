import { describe, expect, it } from 'vitest'
import { kindOf } from './first-bytes.ts'
import { tunnelTo } from './known-hosts.ts'

const kind = (text: string): ReturnType<typeof kindOf> => kindOf(Buffer.from(text, 'latin1'))

describe('the first bytes (HC1)', () => {
  it('tell TLS, HTTP, SSH and neither apart, and ask for more where they can not', () => {
    for (const bytes of ['\x16', '\x16\x03\x01']) expect(kind(bytes)).toBe('tls')
    for (const text of ['GET /', 'PATCH /apps HTTP/1.1\r\n', 'CONNECT a:1', 'M-SEARCH *']) expect(kind(text)).toBe('http')
    expect(kind('SSH-2.0-OpenSSH_9.2')).toBe('ssh')
    for (const text of ['', 'S', 'SSH', 'G', 'GET', 'UNSUBSCRIB', 'P']) expect(kind(text)).toBeNull()
    for (const text of ['get / HTTP/1.1', 'GETAWAY ', '\r\nGET /', '\x00', 'ssh-2.0-x', 'c0ffee\r\n', 'PRI * HTTP/2.0']) expect(kind(text), text).toBe('other')
  })
})

describe('a tunnel (HC2)', () => {
  it('leads to our own address or to a name that is written into the CLI, and nowhere else', () => {
    for (const own of ['127.0.0.1:7070', 'LOCALHOST:7070', '[::1]:7070']) expect(tunnelTo(own, 7070)).toBe('own')
    for (const host of ['api.metrics.heroku.com', 'kolkrabbi.heroku.com']) expect(tunnelTo(`${host}:443`, 7070)).toEqual({ host })
    expect(tunnelTo('registry.http://127.0.0.1:7070:7070', 7070)).toEqual({ host: 'registry' })
    for (const target of ['127.0.0.1:22', '127.0.0.1', 'api.heroku.com:443', 'evil.test:80', 'kolkrabbi.heroku.com', 'kolkrabbi.heroku.com.evil.test:443', 'registry.http://127.0.0.1:22:22', '169.254.169.254:80', '', ':7070', 'http://127.0.0.1:7070/']) {
      expect(tunnelTo(target, 7070), target).toBeNull()
    }
  })
})
