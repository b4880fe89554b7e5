import { describe, expect, it } from 'vitest'
import { typed } from './console-world.fixture.ts'

describe('the verbs of partners (PA2)', () => {
  it('send the manifest as it was pasted, and show what came of it', async () => {
    const made = { service: 'cellar', title: 'The Cellar', plans: ['basic', 'gold'], clientSecret: 's', notes: ['A note.'] }
    const { sent, lines } = await typed(`addons:partner:add '{"id": "cellar"}' --plans basic,gold --production`, made)
    expect(sent).toEqual([{ name: 'addons:partner:add', input: { manifest: '{"id": "cellar"}', plans: ['basic', 'gold'], environment: 'production' } }])
    expect(lines.slice(-3)).toEqual(['The Cellar: cellar:basic, cellar:gold', 'Its client secret, for tokens: s', 'A note.'])
    expect((await typed('addons:partner:remove cellar')).sent).toEqual([{ name: 'addons:partner:remove', input: { partner: 'cellar' } }])
  })

  it('list partners, and say what is missing', async () => {
    expect((await typed('addons:partners', { partners: [] })).lines).toEqual(['No partners are plugged in.'])
    expect((await typed('addons:partners', { partners: [{ service: 'cellar', plans: ['basic'], addOns: 2, url: 'http://localhost:4567/heroku/resources' }] })).lines.at(-1)).toBe('cellar   basic  2        http://localhost:4567/heroku/resources')
    expect((await typed('addons:partner:add')).lines[0]).toContain('Missing the manifest.')
    expect((await typed('addons:partner:remove')).lines[0]).toContain('Missing the partner.')
  })
})
