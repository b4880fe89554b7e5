import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePushRequest } from './push-request.ts'

const secret = `${'ab'.repeat(16)}.${'cd'.repeat(32)}`
const zero = '0'.repeat(40)
const one = '1'.repeat(40)
const whole = `push ${secret}\n/data/repos/a.git/objects/incoming-x\n${zero} ${one} refs/heads/main\n${one} ${zero} refs/tags/v1\n\n`

describe('what a hook sends', () => {
  it('is read whole', () => {
    expect(parsePushRequest(whole)).toEqual({
      kind: 'push', secret, quarantine: '/data/repos/a.git/objects/incoming-x',
      refs: [{ oldCommit: zero, newCommit: one, ref: 'refs/heads/main' }, { oldCommit: one, newCommit: zero, ref: 'refs/tags/v1' }],
    })
    expect(parsePushRequest(`verdict ${secret}\n`)).toEqual({ kind: 'verdict', secret })
  })

  it('is read whole without a quarantine, which old gits do not have', () => {
    expect(parsePushRequest(`push ${secret}\n\n${zero} ${one} refs/heads/main\n\n`)).toMatchObject({ quarantine: '', refs: [{ ref: 'refs/heads/main' }] })
  })

  it('is unfinished up to its very last byte', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: whole.length - 1 }), (length) => parsePushRequest(whole.slice(0, length)) === 'unfinished'))
  })

  it.each(['GET / HTTP/1.1\r\n\r\n', 'push \n', `verdict ${secret} more\n`, `push ${secret}\n/q\nnot a ref line\n\n`, `push ${secret}\n/q\n\n\n`])('%j is refused', (text) => {
    expect(parsePushRequest(text)).toBeNull()
  })
})
