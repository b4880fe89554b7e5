import { describe, expect, it } from 'vitest'
import { readDrainAddress, shownAddress } from './drain-address.ts'

const read = (text: string): object => {
  const answer = readDrainAddress(text)
  return 'address' in answer ? answer.address : answer
}

describe('the address of a drain', () => {
  it.each([
    ['syslog://logs.example.com', { kind: 'syslog', host: 'logs.example.com', port: 514, path: '', isLoopback: false, takesAnyCertificate: false }],
    ['syslog+tls://127.0.0.1:6000#insecure', { kind: 'syslog+tls', host: '127.0.0.1', port: 6000, isLoopback: true, takesAnyCertificate: true }],
    ['SYSLOG://[::1]:5514/', { kind: 'syslog', host: '::1', port: 5514, path: '', isLoopback: true }],
    ['https://ada:p%40ss@in.example.com/logs?a=b', { kind: 'https', port: 443, path: '/logs?a=b', user: 'ada', password: 'p@ss', isLoopback: false }],
    ['http://logs.localhost', { kind: 'http', port: 80, path: '/', user: '', password: '', isLoopback: true }],
    ['https://example.com?key=1', { path: '/?key=1' }],
  ])('%s is read', (text, address) => {
    expect(read(text)).toMatchObject(address)
  })

  it.each([
    ['', 'it is no address'], ['logs.example.com:514', 'it is no address'], ['ftp://x', 'ftp:// is no way to send lines'], ['syslog://', 'it names no host'], ['syslog://:514', 'it names no host'],
    ['syslog://a:b:c', 'host and port can not be told apart in it'], ['syslog://x:0', '0 is no port'], ['syslog://x:70000', '70000 is no port'], ['syslog://-x-:1', '-x- is no name of a host'],
    ['syslog://ada:pw@x:1', 'syslog has no user and password'], ['syslog://x:1/path', 'syslog has no path'], ['https://x/a b', 'it has a space or a character that is not plain ASCII'],
    ['https://exämple.com/', 'it has a space or a character that is not plain ASCII'], ['https://x/#secure', '#secure means nothing here; #insecure takes any certificate'],
    ['https://%zz:x@host/', 'a % in its user or password is not followed by two hex digits'], ['https://x/\u0000', 'it has a space or a character that is not plain ASCII'],
  ])('%s is refused', (text, why) => {
    expect(read(text)).toEqual({ why })
  })

  it('is shown without its password (LD7)', () => {
    expect(shownAddress('https://ada:secret@x/y?z')).toBe('https://ada:•••@x/y?z')
    expect(shownAddress('https://ada:a@b@x/')).not.toContain('a@b')
    expect(shownAddress('syslog://x:514')).toBe('syslog://x:514')
  })
})
