import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { whose } from './whose.ts'
import { createSignedLinks } from './signed-links.ts'

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

describe('signed addresses', () => {
  it('give their claim back, and nothing once a character is changed', () => {
    const links = createSignedLinks('token', () => 0)
    const signed = links.sign({ stream: 'logs', input: { app: 'x' } }, 1000)
    expect(links.verify(signed)).toMatchObject({ stream: 'logs', input: { app: 'x' } })
    expect(signed).toMatch(/^[\w.-]+$/)
    fc.assert(fc.property(fc.nat(signed.length - 1), fc.constantFrom('A', 'b', '0', '.', '_'), (index, character) => {
      const forged = signed.slice(0, index) + character + signed.slice(index + 1)
      return forged === signed || links.verify(forged) === null
    }))
    expect(createSignedLinks('other token', () => 0).verify(signed)).toBeNull()
    for (const text of ['', '.', 'x', 'x'.repeat(5000)]) expect(links.verify(text)).toBeNull()
  })

  it('end with their time, unless they have none', () => {
    let now = 0
    const links = createSignedLinks('token', () => now)
    const [short, long] = [links.sign({}, 1000), links.sign({}, null)]
    now = 1000
    expect(links.verify(short)).not.toBeNull()
    now = 1001
    expect(links.verify(short)).toBeNull()
    expect(links.verify(long)).not.toBeNull()
  })
})

describe('credentials', () => {
  const options = { token: 'secret', owner: 'you@localhost', engine: null }
  it.each([['Bearer secret', true], ['bearer secret', true], [basic(':secret'), true], [basic('heroku:secret'), true], [basic('secret'), false], [basic('secret:'), false],
    ['Bearer', false], ['secret', false], ['Digest secret', false], ['Bearer secret2', false], [undefined, false]])('%s: %s', async (header, expected) => {
    expect(await whose(header, options)).toBe(expected ? 'you@localhost' : null)
  })
})
