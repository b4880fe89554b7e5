import { beforeEach, describe, expect, it } from 'vitest'
import { redactEvent, redactState } from '../../../shared/protocol/redact.ts'
import type { CallOutput } from '../../../shared/protocol/calls.ts'
import { createMemoryJournal } from '../sim/memory-journal.ts'
import { createWorld, type World } from '../sim/world.ts'

const by = 'you@localhost'
let world: World
beforeEach(async () => {
  world = await createWorld({ seed: 1 })
  for (const name of ['demo', 'other']) await world.engine.call('apps:create', { name }, by)
})

const add = (url: string, app = 'demo') => world.engine.call('drains:add', { app, url }, by) as Promise<CallOutput<'drains:add'>>
const texts = (id: string): string[] => world.drains.linesOf(id).map(({ ps, text }) => `${ps}: ${text}`)
const logOf = async (): Promise<string[]> => {
  const reader = world.engine.open('logs', { app: 'demo', lines: 100, tail: false })
  const item = (await reader.next()) as { lines: { ps: string; text: string }[] }
  return item.lines.map(({ ps, text }) => `${ps}: ${text}`)
}
const said = (part: string) => logOf().then((lines) => lines.filter((line) => line.includes(part)))

describe('log drains', () => {
  it('get every line of their app and of no other (LD1)', async () => {
    const { id, token, leavesMachine } = await add('syslog://127.0.0.1:5514')
    expect(token).toMatch(/^d\.[0-9a-f-]{36}$/)
    expect(leavesMachine).toBe(false)
    await world.engine.call('maintenance:set', { app: 'demo', on: true }, by)
    await world.engine.call('maintenance:set', { app: 'other', on: true }, by)
    expect(texts(id)).toEqual(['api: Enable maintenance mode by user you@localhost'])
    await world.engine.call('drains:remove', { app: 'demo', drain: 'syslog://127.0.0.1:5514' }, by)
    expect(world.drains.openIds()).toEqual([])
  })

  it('go to other hosts too, said plainly', async () => {
    expect((await add('https://logs.example.com/in')).leavesMachine).toBe(true)
  })

  it('that make no sense, are there already, or are too many, are refused and change nothing (LD1)', async () => {
    const refused = (url: string) => add(url).then(() => 'no refusal', ({ code, message }: { code: string; message: string }) => `${code}: ${message}`)
    expect(await refused('gopher://x')).toBe('drain-url-invalid: "gopher://x" can not be a log drain: gopher:// is no way to send lines.')
    expect(await refused('https://ada:secret@x y/')).not.toContain('secret')
    for (let port = 1; port <= 5; port += 1) await add(`syslog://127.0.0.1:${port}`)
    expect(await refused('syslog://127.0.0.1:3')).toContain('drain-taken')
    expect(await refused('syslog://127.0.0.1:6')).toContain('drain-limit: demo has 5 drains')
    await expect(world.engine.call('drains:remove', { app: 'demo', drain: 'syslog://127.0.0.1:6' }, by)).rejects.toThrow("Couldn't find that drain")
    expect(world.drains.openIds()).toHaveLength(5)
  })

  it('go with their app, and are open again after a start', async () => {
    await add('syslog://127.0.0.1:1')
    const kept = await add('syslog://127.0.0.1:2', 'other')
    await world.engine.call('apps:destroy', { app: 'demo', confirm: 'demo' }, by)
    expect(world.drains.openIds()).toEqual([kept.id])
    const journal = createMemoryJournal()
    journal.append(world.journal.read(0, 1000))
    const again = await createWorld({ seed: 2, journal })
    expect(again.drains.openIds()).toEqual([kept.id])
  })

  it('show their address without the password everywhere but in their list (LD7)', async () => {
    const url = 'https://ada:secret@127.0.0.1/in'
    const { token } = await add(url)
    expect(JSON.stringify(redactState(world.engine.kernel.state))).not.toContain('secret')
    const events = world.journal.read(0, 1000)
    expect(events.map((event) => JSON.stringify(redactEvent(event))).join('')).not.toContain('secret')
    expect(JSON.stringify(await logOf())).not.toContain('secret')
    expect(await world.engine.call('drains:list', { app: 'demo' }, by)).toMatchObject({ drains: [{ url, token }] })
    await world.engine.call('drains:remove', { app: 'demo', drain: 'https://ada:•••@127.0.0.1/in' }, by)
    expect(world.drains.openIds()).toEqual([])
  })

  it('that drop lines say so in the log of the app: once a minute, and what is left when they flow again; never through themselves (LD4)', async () => {
    const { id, token } = await add('syslog://127.0.0.1:1')
    const other = await add('syslog://127.0.0.1:2')
    await world.clock.advance(1000)
    world.drains.fare(id, { state: 'broken', dropped: 37 })
    world.drains.fare(id, { dropped: 50 })
    await world.clock.advance(61_000)
    world.drains.fare(id, { dropped: 60 })
    world.drains.fare(id, { dropped: 64 })
    expect(await said('L10')).toEqual([
      expect.stringMatching(/^logplex: Error L10 \(output buffer overflow\): 37 messages dropped since \S+\+00:00\. \(drain d\./),
      expect.stringContaining('23 messages dropped since'),
    ])
    world.drains.fare(id, { state: 'flowing' })
    const lines = await said('L10')
    expect(lines.map((line) => Number(/: (\d+) messages/.exec(line)?.[1])).reduce((sum, count) => sum + count, 0)).toBe(64)
    expect(lines.every((line) => line.endsWith(`(drain ${token})`))).toBe(true)
    expect(texts(id).filter((text) => text.includes('L10'))).toEqual([])
    expect(texts(other.id).filter((text) => text.includes('L10'))).toEqual(lines)
  })

  it('whose certificate is not trusted say L14, once a minute (LD6)', async () => {
    const { id } = await add('https://ada:secret@127.0.0.1/in')
    const lastError = { at: 100_000, text: 'self-signed certificate', isCertificate: true }
    world.drains.fare(id, { state: 'broken', lastError })
    world.drains.fare(id, { lastError: { ...lastError, at: 101_000 } })
    expect(await said('L14')).toEqual([expect.stringMatching(/^logplex: Error L14 \(certificate validation\): error="self-signed certificate" uri="https:\/\/ada:•••@127\.0\.0\.1\/in"/)])
    world.drains.fare(id, { lastError: { ...lastError, at: 161_000 } })
    expect(await said('L14')).toHaveLength(2)
  })

  it('tell how they fare (LD9)', async () => {
    const { id } = await add('syslog://127.0.0.1:1')
    world.drains.fare(id, { sent: 12, waiting: 3, dropped: 1 })
    expect(await world.engine.call('drains:list', { app: 'demo' }, by)).toMatchObject({ drains: [{ id, reading: { sent: 12, waiting: 3, dropped: 1 } }] })
  })
})
