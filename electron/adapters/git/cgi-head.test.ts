import { describe, expect, it } from 'vitest'
import { parseCgiHead } from './cgi-head.ts'

describe('the head of a CGI answer', () => {
  it('gives status and headers, and keeps the bytes after it', () => {
    const body = Buffer.from([0x30, 0xff, 0x0a, 0x0a])
    const parsed = parseCgiHead(Buffer.concat([Buffer.from('Status: 404 Not Found\r\nContent-Type: a/b; c=d:e\r\n\r\n'), body]))
    expect(parsed).toEqual({ status: 404, headers: { 'Content-Type': 'a/b; c=d:e' }, rest: body })
  })

  it('is 200 when none is named, and may end its lines plainly', () => {
    expect(parseCgiHead(Buffer.from('X: y\n\nz'))).toEqual({ status: 200, headers: { X: 'y' }, rest: Buffer.from('z') })
  })

  it('is awaited while it is not whole', () => {
    expect(parseCgiHead(Buffer.from('X: y\r\n'))).toBeNull()
  })
})
